package dev.assay.sbom;

import dev.assay.format.json.Json;
import dev.assay.format.json.JsonWalk.Step;
import dev.assay.model.Component;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CycloneDX as JSON. What has no field of its own stands in properties: Trivy's
/// (`aquasecurity:trivy:…`), Syft's (`syft:…`) and cdxgen's (`SrcFile`) are understood.
///
/// Source: <https://cyclonedx.org/docs/1.6/json/>
final class CycloneDxDraft implements SbomReader.Draft {
  static final String TRIVY = "aquasecurity:trivy:";

  private final Listing listing;
  private boolean isOurs;

  CycloneDxDraft(Bound bound) {
    listing = new Listing(bound);
  }

  @Override
  public Step step(String path) {
    return switch (path) {
      case "bomFormat" -> Step.WHOLE;
      case "metadata" -> Step.ENTER;
      case "metadata.component", "metadata.properties" -> Step.WHOLE;
      case "components", "dependencies" -> Step.EACH;
      default -> Step.SKIP;
    };
  }

  @Override
  public void take(String path, Json value) {
    switch (path) {
      case "bomFormat" -> isOurs = value.text().equals("CycloneDX");
      case "dependencies" -> dependency(value);
      case "metadata.component" -> value.at("components").items().forEach(this::component);
      case "metadata.properties" ->
          value.items().forEach(one -> listing.fact(one.text("name"), one.text("value")));
      default -> component(value);
    }
  }

  @Override
  public Optional<Sbom> finish(String name) {
    return isOurs ? Optional.of(listing.finish(SbomFormat.CYCLONEDX, name)) : Optional.empty();
  }

  private void dependency(Json value) {
    value.texts("dependsOn").forEach(other -> listing.needs(value.text("ref"), other));
  }

  private void component(Json value) {
    value.at("components").items().forEach(this::component);
    Map<String, String> properties = properties(value);
    String type = value.text("type");
    if (type.equals("operating-system")) {
      system(value, properties);
      return;
    }
    String purl = value.text("purl");
    Optional<Component.Builder> found = described(value, properties);
    if (found.isPresent()) {
      listing.votes(PurlComponent.system(purl));
      listing.add(value.text("bom-ref"), found.get(), layer(properties));
    } else if (type.equals("library") || type.equals("framework") || !purl.isEmpty()) {
      String kind = PurlComponent.kind(purl);
      listing.unheld(
          kind.isEmpty()
              ? "components without a package URL"
              : "components of a kind without advisories (" + kind + ")",
          value.text("name"));
    }
  }

  /// What a component's fields and facts say together; empty where it is no package.
  private static Optional<Component.Builder> described(Json value, Map<String, String> facts) {
    return Facts.complete(ofFields(value, facts), facts);
  }

  /// What the fields say, with the properties of other programs.
  private static Optional<Component.Builder> ofFields(Json value, Map<String, String> properties) {
    String purl = PurlComponent.withVersion(value.text("purl"), value.text("version"));
    Optional<Component.Builder> found =
        PurlComponent.of(
            purl, fullName(value, purl), properties.getOrDefault(TRIVY + "PkgType", ""));
    found.ifPresent(component -> describe(component, value, properties));
    return found;
  }

  /// What the reader makes of a component without facts of ours: what a writer has to add to.
  static Optional<Component> read(Json value) {
    return ofFields(value, properties(value)).map(Component.Builder::build);
  }

  private void system(Json value, Map<String, String> properties) {
    String id = properties.getOrDefault("syft:distro:id", value.text("name"));
    String release = properties.getOrDefault("syft:distro:versionID", value.text("version"));
    listing.system(DocumentFacts.system(id, release, properties));
  }

  private static String fullName(Json value, String purl) {
    String group = value.text("group");
    String separator = purl.startsWith("pkg:maven/") ? ":" : "/";
    return group.isEmpty() ? value.text("name") : group + separator + value.text("name");
  }

  private static void describe(
      Component.Builder component, Json value, Map<String, String> properties) {
    component.path(path(value, properties));
    component.licenses(licenses(value));
    component.maintainer(value.at("supplier").text("name"));
    component.detail("modularitylabel", property(properties, "Modularitylabel"));
    component.detail(Component.REPOSITORY, property(properties, "RepositoryClass"));
    String sourceName =
        properties.getOrDefault(
            TRIVY + "SrcName", properties.getOrDefault("syft:metadata:source", ""));
    if (!sourceName.isEmpty()) {
      component.source(sourceName, sourceVersion(properties));
    }
  }

  private static String property(Map<String, String> properties, String name) {
    return properties.getOrDefault(TRIVY + name, "");
  }

  private static String sourceVersion(Map<String, String> properties) {
    String epoch = property(properties, "SrcEpoch");
    String version = property(properties, "SrcVersion");
    String release = property(properties, "SrcRelease");
    if (version.isEmpty()) {
      return properties.getOrDefault("syft:metadata:sourceVersion", "");
    }
    return (epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":")
        + version
        + (release.isEmpty() ? "" : "-" + release);
  }

  private static String path(Json value, Map<String, String> properties) {
    String path =
        properties.getOrDefault(
            TRIVY + "FilePath",
            properties.getOrDefault(
                "syft:location:0:path", properties.getOrDefault("SrcFile", "")));
    if (path.isEmpty()) {
      path =
          value.at("evidence").at("occurrences").items().stream()
              .map(place -> place.text("location"))
              .findFirst()
              .orElse("");
    }
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private static List<String> licenses(Json value) {
    List<String> licenses = new ArrayList<>();
    for (Json choice : value.at("licenses").items()) {
      Json license = choice.at("license");
      String text = license.text("id");
      text = text.isEmpty() ? license.text("name") : text;
      text = text.isEmpty() ? choice.text("expression") : text;
      if (!text.isEmpty()) {
        licenses.add(text);
      }
    }
    return licenses;
  }

  /// The first value of a name counts.
  private static Map<String, String> properties(Json value) {
    Map<String, String> properties = new HashMap<>();
    for (Json property : value.at("properties").items()) {
      properties.putIfAbsent(property.text("name"), property.text("value"));
    }
    return properties;
  }

  private static LayerName layer(Map<String, String> properties) {
    String diffId =
        properties.getOrDefault(
            TRIVY + "LayerDiffID", properties.getOrDefault("syft:location:0:layerID", ""));
    return Facts.layer(property(properties, "LayerDigest"), diffId, properties);
  }
}
