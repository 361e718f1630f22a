package dev.assay.sbom;

import dev.assay.format.json.Json;
import dev.assay.format.json.JsonWalk.Step;
import dev.assay.model.Component;
import dev.assay.sbom.Sbom.SystemName;
import java.util.List;
import java.util.Optional;

/// Syft's own JSON: `artifacts` with a package URL, places and metadata of the package manager.
///
/// Source: <https://github.com/anchore/syft/tree/main/schema/json>
final class SyftDraft implements SbomReader.Draft {
  private final Listing listing;
  private boolean isOurs;

  SyftDraft(Bound bound) {
    listing = new Listing(bound);
  }

  @Override
  public Step step(String path) {
    return switch (path) {
      case "distro", "schema" -> Step.WHOLE;
      case "artifacts", "artifactRelationships" -> Step.EACH;
      default -> Step.SKIP;
    };
  }

  @Override
  public void take(String path, Json value) {
    switch (path) {
      case "schema" -> isOurs = value.text("url").contains("anchore/syft");
      case "distro" -> distribution(value);
      case "artifactRelationships" -> relationship(value);
      default -> component(value);
    }
  }

  @Override
  public Optional<Sbom> finish(String name) {
    return isOurs ? Optional.of(listing.finish(SbomFormat.SYFT, name)) : Optional.empty();
  }

  private void distribution(Json value) {
    String id = value.text("id").isEmpty() ? value.text("name") : value.text("id");
    String release =
        value.text("versionID").isEmpty() ? value.text("version") : value.text("versionID");
    if (!id.isEmpty()) {
      listing.system(new SystemName(id, release));
    }
  }

  /// The child needs the parent.
  private void relationship(Json value) {
    if (value.text("type").equals("dependency-of")) {
      listing.needs(value.text("child"), value.text("parent"));
    }
  }

  private void component(Json value) {
    String purl = value.text("purl");
    Optional<Component.Builder> found = PurlComponent.of(purl, value.text("name"), "");
    if (found.isEmpty()) {
      String kind = purl.isEmpty() ? value.text("type") : PurlComponent.kind(purl);
      listing.unheld("packages of a kind without advisories (" + kind + ")", value.text("name"));
      return;
    }
    listing.votes(PurlComponent.system(purl));
    Component.Builder component = found.get();
    List<Json> places = value.at("locations").items();
    Json place = places.isEmpty() ? Json.Null.NULL : places.getFirst();
    String path = place.text("path");
    component.path(path.startsWith("/") ? path.substring(1) : path);
    component.licenses(
        value.at("licenses").items().stream()
            .map(license -> license.text().isEmpty() ? license.text("value") : license.text())
            .filter(text -> !text.isEmpty())
            .toList());
    Json metadata = value.at("metadata");
    if (!metadata.text("source").isEmpty()) {
      component.source(metadata.text("source"), metadata.text("sourceVersion"));
    } else if (!metadata.text("originPackage").isEmpty()) {
      component.source(metadata.text("originPackage"), "");
    }
    component.detail("modularitylabel", metadata.text("modularityLabel"));
    listing.add(value.text("id"), component, new LayerName("", place.text("layerID"), ""));
  }
}
