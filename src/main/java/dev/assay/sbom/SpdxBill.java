package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.Digest;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The parts of an SPDX document, as the values that its JSON form has. What has no field of its
/// own stands in annotations: Trivy's where Trivy has one, else facts of ours.
///
/// Source: <https://spdx.github.io/spdx-spec/v2.3/>
final class SpdxBill {
  static final String EDITION = "SPDX-2.3";
  static final String DOCUMENT = "SPDXRef-DOCUMENT";
  static final String LICENSE = "CC0-1.0";

  private static final String NO_ASSERTION = "NOASSERTION";
  private static final String ROOT = "SPDXRef-Artifact";
  private static final String SYSTEM = "SPDXRef-OperatingSystem";
  private static final Map<String, String> HASHES =
      Map.of("md5", "MD5", "sha1", "SHA1", "sha256", "SHA256", "sha512", "SHA512");

  private final Bill bill;
  private final List<Layer> layers;
  private final References references;
  private final Licenses licenses = Licenses.read();

  /// Names of licences that are in no list, by their identifiers; known when all packages are
  /// written.
  private final TreeMap<String, String> named = new TreeMap<>();

  SpdxBill(Bill bill) {
    this.bill = bill;
    this.layers = bill.layers();
    this.references = new References(bill.inventory());
  }

  String name() {
    String name = Plain.shown(bill.name());
    return name.isEmpty() ? "artifact" : name;
  }

  /// An address that is nowhere, as the specification suggests to those without a place of their
  /// own.
  String namespace() {
    String slug = name().replaceAll("[^A-Za-z0-9._-]+", "-");
    return "http://spdx.org/spdxdocs/assay-" + slug + "-" + bill.identity(references);
  }

  String creator() {
    return "Tool: assay-" + bill.version();
  }

  String created() {
    return bill.created().toString();
  }

  /// What is said of the document as a whole.
  List<Json> annotations() {
    List<Json> annotations = new ArrayList<>();
    layers.forEach(
        layer -> annotations.add(annotation(DocumentFacts.LAYER, DocumentFacts.of(layer))));
    bill.inventory()
        .gaps()
        .forEach(gap -> annotations.add(annotation(DocumentFacts.GAP, DocumentFacts.of(gap))));
    return annotations;
  }

  private Json annotation(String name, String value) {
    return new Members()
        .put("annotationDate", created())
        .put("annotationType", "OTHER")
        .put("annotator", creator())
        .put("comment", name + ": " + value)
        .build();
  }

  void packages(Consumer<Json> each) {
    each.accept(root());
    bill.inventory().operatingSystem().ifPresent(system -> each.accept(system(system)));
    for (int i = 0; i < bill.inventory().components().size(); i++) {
      each.accept(component(i));
    }
  }

  private Json root() {
    Members root =
        new Members()
            .put("SPDXID", ROOT)
            .put("name", name())
            .any("versionInfo", bill.image().map(i -> i.manifestDigest().toString()).orElse(""));
    return closed(root, NO_ASSERTION)
        .put("primaryPackagePurpose", bill.isImage() ? "CONTAINER" : "SOURCE")
        .any(
            "externalRefs",
            CycloneDxBill.rootPurl(bill).map(purl -> List.of(purl(purl))).orElse(List.of()))
        .build();
  }

  private Json system(OperatingSystem system) {
    List<Json> annotations = new ArrayList<>();
    DocumentFacts.of(system).forEach((name, value) -> annotations.add(annotation(name, value)));
    String name = Plain.shown(system.family());
    String cpe = Cpe.of(system);
    Members members =
        new Members()
            .put("SPDXID", SYSTEM)
            .put("name", name.isEmpty() ? "unknown" : name)
            .any("versionInfo", Plain.shown(system.name()));
    return closed(members, NO_ASSERTION)
        .put("primaryPackagePurpose", "OPERATING-SYSTEM")
        .any("externalRefs", cpe.isEmpty() ? List.of() : List.of(cpe(cpe)))
        .any("annotations", annotations)
        .build();
  }

  /// The members that every package must have.
  private static Members closed(Members members, String license) {
    return members
        .put("downloadLocation", NO_ASSERTION)
        .put("filesAnalyzed", new Json.Bool(false))
        .put("licenseConcluded", NO_ASSERTION)
        .put("licenseDeclared", license)
        .put("copyrightText", NO_ASSERTION);
  }

  private Json component(int index) {
    Placed placed = bill.inventory().components().get(index);
    Component component = placed.component();
    List<Json> annotations = new ArrayList<>(annotations(placed));
    Optional<Component> read = SpdxDraft.read(fields(index, component, annotations));
    Map<String, String> facts = new HashMap<>(Facts.missing(component, read));
    placed.layer().ifPresent(layer -> Facts.place(layer, name(layer), layers, facts));
    facts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(fact -> annotations.add(annotation(fact.getKey(), fact.getValue())));
    return fields(index, component, annotations);
  }

  private static LayerName name(Layer layer) {
    return new LayerName(layer.digest().toString(), layer.diffId().toString(), "");
  }

  private Json fields(int index, Component component, List<Json> annotations) {
    String name = Plain.shown(component.name());
    String maker = Plain.shown(component.maintainer()).replace('(', '[').replace(')', ']');
    Members members =
        new Members()
            .put("SPDXID", id(index))
            .put("name", name.isEmpty() ? "unknown" : name)
            .any("versionInfo", Plain.shown(component.version()))
            .put("supplier", maker.isEmpty() ? NO_ASSERTION : SpdxDraft.ORGANIZATION + maker)
            .any("checksums", checksums(component))
            .any("sourceInfo", sourceInfo(component));
    return closed(members, license(component))
        .put(
            "primaryPackagePurpose",
            component.type() == PackageType.GENERIC ? "APPLICATION" : "LIBRARY")
        .any("externalRefs", externals(index, component))
        .any("annotations", annotations)
        .build();
  }

  private String id(int index) {
    String type = bill.inventory().components().get(index).component().type().purlType();
    return "SPDXRef-Package-" + type + "-" + references.hash(index);
  }

  private List<Json> annotations(Placed placed) {
    Component component = placed.component();
    boolean isSystem = component.type().isSystem();
    String family = bill.inventory().operatingSystem().map(OperatingSystem::family).orElse("");
    List<Json> annotations = new ArrayList<>();
    any("FilePath", component.path(), annotations);
    placed.layer().ifPresent(layer -> any("LayerDiffID", layer.diffId().toString(), annotations));
    placed.layer().ifPresent(layer -> any("LayerDigest", layer.digest().toString(), annotations));
    any("Modularitylabel", component.detail("modularitylabel"), annotations);
    any("PkgType", isSystem ? family : component.foundBy(), annotations);
    any("RepositoryClass", component.detail(Component.REPOSITORY), annotations);
    return annotations;
  }

  private void any(String name, String value, List<Json> annotations) {
    String shown = Plain.shown(value);
    if (!shown.isEmpty()) {
      annotations.add(annotation(name, shown));
    }
  }

  private static List<Json> checksums(Component component) {
    List<Json> checksums = new ArrayList<>();
    String digest = component.detail("digest");
    int colon = digest.indexOf(':');
    if (colon > 0) {
      checksum(digest.substring(0, colon), digest.substring(colon + 1), checksums);
    }
    checksum("sha1", component.detail("sha1"), checksums);
    return checksums;
  }

  private static void checksum(String algorithm, String hex, List<Json> checksums) {
    String word = HASHES.getOrDefault(algorithm, "");
    if (!word.isEmpty() && hex.matches("[0-9a-f]{32,128}")) {
      checksums.add(new Members().put("algorithm", word).put("checksumValue", hex).build());
    }
  }

  /// As Trivy writes it.
  private static String sourceInfo(Component component) {
    boolean isPlain =
        component.type().isSystem()
            && component.advisoryName().matches("[^\\s<>]+")
            && component.advisoryVersion().matches("[^\\s<>]+");
    return isPlain
        ? SpdxDraft.BUILT_FROM
            + Plain.shown(component.advisoryName())
            + " "
            + Plain.shown(component.advisoryVersion())
        : "";
  }

  private List<Json> externals(int index, Component component) {
    List<Json> externals = new ArrayList<>();
    String cpe = Cpe.of(component);
    if (!cpe.isEmpty()) {
      externals.add(cpe(cpe));
    }
    if (!references.purl(index).isEmpty()) {
      externals.add(purl(references.purl(index)));
    }
    return externals;
  }

  private static Json cpe(String name) {
    return external("SECURITY", "cpe23Type", name);
  }

  private static Json purl(String purl) {
    return external("PACKAGE-MANAGER", "purl", purl);
  }

  private static Json external(String category, String type, String locator) {
    return new Members()
        .put("referenceCategory", category)
        .put("referenceType", type)
        .put("referenceLocator", locator)
        .build();
  }

  /// One expression of all that is declared; what is no licence of the list is named by a reference
  /// that the document explains.
  private String license(Component component) {
    List<String> declared =
        component.licenses().stream().map(Plain::shown).filter(text -> !text.isEmpty()).toList();
    if (declared.isEmpty()) {
      return NO_ASSERTION;
    }
    List<String> parts = declared.stream().map(this::expression).distinct().toList();
    return parts.size() == 1
        ? parts.getFirst()
        : String.join(
            " AND ", parts.stream().map(p -> p.contains(" ") ? "(" + p + ")" : p).toList());
  }

  private String expression(String declared) {
    if (licenses.isExpression(declared)) {
      return declared;
    }
    String slug = declared.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^-|-$", "");
    String hash = Digest.sha256(declared.getBytes(UTF_8)).hex().substring(0, 8);
    String start = slug.substring(0, Math.min(slug.length(), 40));
    String id = "LicenseRef-" + (start.isEmpty() ? "" : start + "-") + hash;
    named.put(id, declared);
    return id;
  }

  /// The licences that no list has; complete when all packages are written.
  void extractedLicenses(Consumer<Json> each) {
    named.forEach((id, name) ->
        each.accept(
            new Members()
                .put("licenseId", id)
                .put("extractedText", name)
                .put("name", name)
                .build()));
  }

  void relationships(Consumer<Json> each) {
    each.accept(relationship(DOCUMENT, "DESCRIBES", ROOT));
    boolean hasSystem = bill.inventory().operatingSystem().isPresent();
    if (hasSystem) {
      each.accept(relationship(ROOT, "CONTAINS", SYSTEM));
    }
    for (int i = 0; i < bill.inventory().components().size(); i++) {
      boolean isSystems =
          hasSystem && bill.inventory().components().get(i).component().type().isSystem();
      each.accept(relationship(isSystems ? SYSTEM : ROOT, "CONTAINS", id(i)));
      for (int other : references.needs(i)) {
        each.accept(relationship(id(i), "DEPENDS_ON", id(other)));
      }
    }
  }

  private static Json relationship(String from, String type, String to) {
    return new Members()
        .put("spdxElementId", from)
        .put("relatedSpdxElement", to)
        .put("relationshipType", type)
        .build();
  }
}
