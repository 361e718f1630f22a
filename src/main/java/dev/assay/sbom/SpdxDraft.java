package dev.assay.sbom;

import dev.assay.format.json.Json;
import dev.assay.format.json.JsonWalk.Step;
import dev.assay.model.Component;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// SPDX 2.2 and 2.3 as JSON. Package URLs are external references; the source package stands in
/// `sourceInfo` where Trivy wrote it, in the package URL where Syft did.
///
/// Source: <https://spdx.github.io/spdx-spec/v2.3/>
final class SpdxDraft implements SbomReader.Draft {
  private static final Set<String> PACKAGES = Set.of("", "LIBRARY", "FRAMEWORK");
  static final String BUILT_FROM = "built package from: ";
  static final String ORGANIZATION = "Organization: ";
  private static final List<String> SUPPLIERS = List.of(ORGANIZATION, "Person: ");

  private final Listing listing;
  private boolean isOurs;

  SpdxDraft(Bound bound) {
    listing = new Listing(bound);
  }

  @Override
  public Step step(String path) {
    return switch (path) {
      case "spdxVersion" -> Step.WHOLE;
      case "annotations", "packages", "relationships" -> Step.EACH;
      default -> Step.SKIP;
    };
  }

  @Override
  public void take(String path, Json value) {
    switch (path) {
      case "spdxVersion" -> isOurs = value.text().startsWith("SPDX-2.");
      case "annotations" -> fact(value.text("comment"));
      case "relationships" -> relationship(value);
      default -> component(value);
    }
  }

  @Override
  public Optional<Sbom> finish(String name) {
    return isOurs ? Optional.of(listing.finish(SbomFormat.SPDX, name)) : Optional.empty();
  }

  private void relationship(Json value) {
    String from = value.text("spdxElementId");
    String to = value.text("relatedSpdxElement");
    switch (value.text("relationshipType")) {
      case "DEPENDS_ON" -> listing.needs(from, to);
      case "DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF" -> listing.needs(to, from);
      default -> {
        // The others say what belongs where, not what needs what.
      }
    }
  }

  /// An annotation of the document as a whole.
  private void fact(String text) {
    int colon = text.indexOf(": ");
    if (colon > 0) {
      listing.fact(text.substring(0, colon), text.substring(colon + 2));
    }
  }

  private void component(Json value) {
    String name = value.text("name");
    String purpose = value.text("primaryPackagePurpose");
    Map<String, String> notes = notes(value);
    if (purpose.equals("OPERATING-SYSTEM") || purpose.equals("OPERATING_SYSTEM")) {
      listing.system(DocumentFacts.system(name, value.text("versionInfo"), notes));
      return;
    }
    List<String> purls = purls(value);
    String purl = purls.isEmpty() ? "" : purls.getFirst();
    Optional<Component.Builder> found = Facts.complete(ofFields(value, notes), notes);
    if (found.isPresent()) {
      listing.votes(PurlComponent.system(purl));
      listing.add(value.text("SPDXID"), found.get(), layer(notes));
    } else if (isPackage(purpose, purl)) {
      String kind = PurlComponent.kind(purl);
      listing.unheld(
          kind.isEmpty()
              ? "packages without a package URL"
              : "packages of a kind without advisories (" + kind + ")",
          name);
    }
    purls.stream().skip(1).forEach(other -> further(other, name, notes));
  }

  /// A package may have several package URLs: each is something that advisories may speak of.
  private void further(String purl, String name, Map<String, String> notes) {
    PurlComponent.of(purl, "", notes.getOrDefault("PkgType", ""))
        .ifPresentOrElse(
            component -> listing.add("", component, layer(notes)),
            () -> listing.unheld("further package URLs of a kind without advisories", name));
  }

  private static Optional<Component.Builder> ofFields(Json value, Map<String, String> notes) {
    Optional<Component.Builder> found =
        PurlComponent.of(purl(value), value.text("name"), notes.getOrDefault("PkgType", ""));
    found.ifPresent(component -> describe(component, value, notes));
    return found;
  }

  /// What the reader makes of a package without facts of ours: what a writer has to add to.
  static Optional<Component> read(Json value) {
    return ofFields(value, notes(value)).map(Component.Builder::build);
  }

  private static LayerName layer(Map<String, String> notes) {
    return Facts.layer(
        notes.getOrDefault("LayerDigest", ""), notes.getOrDefault("LayerDiffID", ""), notes);
  }

  /// The document's subject (an image, an application, a file) is no package of its own.
  private static boolean isPackage(String purpose, String purl) {
    boolean isSubject = purl.startsWith("pkg:oci/") || purl.startsWith("pkg:docker/");
    return !isSubject && PACKAGES.contains(purpose);
  }

  private static String purl(Json value) {
    return purls(value).stream().findFirst().orElse("");
  }

  /// The type is a word, or its address: `http://spdx.org/rdf/references/purl`.
  private static List<String> purls(Json value) {
    return value.at("externalRefs").items().stream()
        .filter(reference ->
            reference.text("referenceType").toLowerCase(Locale.ROOT).matches("(.*/)?purl"))
        .map(reference -> reference.text("referenceLocator"))
        .distinct()
        .toList();
  }

  private static void describe(Component.Builder component, Json value, Map<String, String> notes) {
    component.path(notes.getOrDefault("FilePath", path(value)));
    String license = value.text("licenseDeclared");
    if (!license.isEmpty() && !license.equals("NOASSERTION") && !license.equals("NONE")) {
      component.licenses(List.of(license));
    }
    component.maintainer(supplier(value.text("supplier")));
    component.detail("modularitylabel", notes.getOrDefault("Modularitylabel", ""));
    component.detail(Component.REPOSITORY, notes.getOrDefault("RepositoryClass", ""));
    String info = value.text("sourceInfo");
    if (info.startsWith(BUILT_FROM)) {
      String[] words = info.substring(BUILT_FROM.length()).split(" ", 2);
      component.source(words[0], words.length > 1 ? words[1] : "");
    }
  }

  private static String supplier(String text) {
    for (String kind : SUPPLIERS) {
      if (text.startsWith(kind)) {
        return text.substring(kind.length());
      }
    }
    return "";
  }

  /// Syft: `acquired package info from …: /path, /other`.
  private static String path(Json value) {
    String info = value.text("sourceInfo");
    int colon = info.startsWith("acquired ") ? info.indexOf(": /") : -1;
    if (colon < 0) {
      return "";
    }
    String paths = info.substring(colon + 3);
    int comma = paths.indexOf(", ");
    return comma < 0 ? paths : paths.substring(0, comma);
  }

  /// Trivy's annotations: `LayerDigest: sha256:…`; in older versions `attributionTexts`.
  private static Map<String, String> notes(Json value) {
    Map<String, String> notes = new HashMap<>();
    for (Json annotation : value.at("annotations").items()) {
      note(annotation.text("comment"), notes);
    }
    value.texts("attributionTexts").forEach(text -> note(text, notes));
    return notes;
  }

  private static void note(String text, Map<String, String> notes) {
    int colon = text.indexOf(": ");
    if (colon > 0) {
      notes.putIfAbsent(text.substring(0, colon), text.substring(colon + 2));
    } else if (text.endsWith(":")) {
      notes.putIfAbsent(text.substring(0, text.length() - 1), "");
    }
  }
}
