package dev.assay.sbom;

import dev.assay.format.json.Json;
import dev.assay.model.ImageFacts;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import dev.assay.model.Purl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The parts of a CycloneDX document, as the values that its JSON form has; members stand in the
/// order that the XML form demands.
///
/// Source: <https://cyclonedx.org/docs/1.6/json/>, <https://cyclonedx.org/docs/1.6/xml/>
final class CycloneDxBill {
  private static final String TRIVY = CycloneDxDraft.TRIVY;
  private static final String SYSTEM = "operating-system";
  private static final Map<String, String> HASHES =
      Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

  private final Bill bill;
  private final BillFormat format;
  private final References references;
  private final CycloneDxComponents components;
  private final String root;

  CycloneDxBill(Bill bill, BillFormat format) {
    this.bill = bill;
    this.format = format;
    this.references = new References(bill.inventory());
    this.components = new CycloneDxComponents(bill, format, references);
    this.root = rootPurl(bill).orElse("artifact");
  }

  /// A list of the document, whose items are made while they are written.
  ///
  /// @param name of the member
  /// @param items hands over each
  record Section(String name, Consumer<Consumer<Json>> items) {}

  String edition() {
    return format.edition();
  }

  String serialNumber() {
    return "urn:uuid:" + bill.identity(references);
  }

  /// Everything behind the metadata.
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("components", this::components));
    sections.add(new Section("dependencies", this::dependencies));
    if (!bill.inventory().gaps().isEmpty()) {
      sections.add(new Section("compositions", each -> each.accept(incomplete())));
    }
    if (!bill.findings().isEmpty()) {
      sections.add(
          new Section(
              "vulnerabilities", new CycloneDxVulnerabilities(bill, format, references)::each));
    }
    return sections;
  }

  Json metadata() {
    List<Json> facts = new ArrayList<>();
    bill.layers()
        .forEach(layer -> facts.add(property(DocumentFacts.LAYER, DocumentFacts.of(layer))));
    bill.inventory()
        .gaps()
        .forEach(gap -> facts.add(property(DocumentFacts.GAP, DocumentFacts.of(gap))));
    return new Members()
        .put("timestamp", bill.created().toString())
        .put("tools", tools())
        .put("component", rootComponent())
        .any("properties", facts)
        .build();
  }

  private Json tools() {
    Members tool = new Members();
    if (format.isSince("1.5")) {
      tool.put("type", "application");
    }
    Json.Obj assay = tool.put("name", "assay").put("version", bill.version()).build();
    return format.isSince("1.5")
        ? new Members().any("components", List.of(assay)).build()
        : new Json.Arr(List.of(assay));
  }

  private Json rootComponent() {
    String name = Plain.shown(bill.name());
    return new Members()
        .put("type", bill.isImage() ? "container" : "application")
        .put("bom-ref", root)
        .put("name", name.isEmpty() ? "artifact" : name)
        .any("version", bill.image().map(i -> i.manifestDigest().toString()).orElse(""))
        .any("purl", rootPurl(bill).orElse(""))
        .any("properties", bill.image().map(CycloneDxBill::imageProperties).orElse(List.of()))
        .build();
  }

  /// As Trivy names an image, where it is known under a digest of its repository.
  static Optional<String> rootPurl(Bill bill) {
    return bill.image()
        .flatMap(image ->
            image.repoDigests().stream().findFirst().flatMap(known -> imagePurl(known, image)));
  }

  private static Optional<String> imagePurl(String known, ImageFacts image) {
    int at = known.indexOf('@');
    String repository = at < 0 ? known : known.substring(0, at);
    String name = repository.substring(repository.lastIndexOf('/') + 1);
    if (name.isEmpty() || at < 0) {
      return Optional.empty();
    }
    SortedMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("arch", image.platform().architecture());
    qualifiers.put("repository_url", repository);
    return Optional.of(
        new Purl("oci", "", name, known.substring(at + 1), qualifiers, "").toString());
  }

  private static List<Json> imageProperties(ImageFacts image) {
    List<Json> properties = new ArrayList<>();
    image
        .layers()
        .forEach(layer -> properties.add(property(TRIVY + "DiffID", layer.diffId().toString())));
    properties.add(property(TRIVY + "ImageID", image.configDigest().toString()));
    image
        .repoDigests()
        .forEach(one -> properties.add(property(TRIVY + "RepoDigest", Plain.shown(one))));
    image.repoTags().forEach(one -> properties.add(property(TRIVY + "RepoTag", Plain.shown(one))));
    properties.add(property(TRIVY + "SchemaVersion", "2"));
    properties.add(property(TRIVY + "Size", Long.toString(image.sizeBytes())));
    return properties;
  }

  static Json property(String name, String value) {
    return new Members().put("name", name).put("value", value).build();
  }

  private void components(Consumer<Json> each) {
    bill.inventory().operatingSystem().ifPresent(system -> each.accept(system(system)));
    for (int i = 0; i < bill.inventory().components().size(); i++) {
      each.accept(components.component(i));
    }
  }

  private static Json system(OperatingSystem system) {
    List<Json> properties = new ArrayList<>();
    properties.add(property(TRIVY + "Class", "os-pkgs"));
    properties.add(property(TRIVY + "Type", Plain.shown(system.family())));
    DocumentFacts.of(system).forEach((name, value) -> properties.add(property(name, value)));
    String name = Plain.shown(system.family());
    return new Members()
        .put("type", SYSTEM)
        .put("bom-ref", SYSTEM)
        .put("name", name.isEmpty() ? "unknown" : name)
        .any("version", CycloneDxComponents.version(system.name()))
        .any("cpe", Cpe.of(system))
        .any("properties", properties)
        .build();
  }

  /// The artifact needs its distribution and what nothing else needs; the distribution needs such
  /// packages of its own.
  private void dependencies(Consumer<Json> each) {
    boolean hasSystem = bill.inventory().operatingSystem().isPresent();
    List<String> ofRoot = new ArrayList<>();
    List<String> ofSystem = new ArrayList<>();
    if (hasSystem) {
      ofRoot.add(SYSTEM);
    }
    List<Placed> all = bill.inventory().components();
    for (int i = 0; i < all.size(); i++) {
      if (!references.isNeeded(i)) {
        boolean isSystems = hasSystem && all.get(i).component().type().isSystem();
        (isSystems ? ofSystem : ofRoot).add(references.name(i));
      }
    }
    each.accept(dependency(root, ofRoot));
    if (hasSystem) {
      each.accept(dependency(SYSTEM, ofSystem));
    }
    for (int i = 0; i < all.size(); i++) {
      each.accept(
          dependency(
              references.name(i), references.needs(i).stream().map(references::name).toList()));
    }
  }

  private static Json dependency(String reference, List<String> needs) {
    return new Members()
        .put("ref", reference)
        .any("dependsOn", needs.stream().sorted().map(Json.Str::new).toList())
        .build();
  }

  /// What could not be read may hide components.
  private Json incomplete() {
    return new Members()
        .put("aggregate", "incomplete")
        .any("assemblies", List.of(new Json.Str(root)))
        .build();
  }

  /// A digest as CycloneDX writes it; empty where it has no word for the algorithm.
  static Optional<Json> hash(String algorithm, String hex) {
    String word = HASHES.getOrDefault(algorithm, "");
    return word.isEmpty() || !hex.matches("[0-9a-f]{32,128}")
        ? Optional.empty()
        : Optional.of(new Members().put("alg", word).put("content", hex).build());
  }
}
