package dev.assay.sbom;

import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.Layer;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The packages of a CycloneDX document. What has no field of its own stands in properties: in
/// Trivy's where Trivy has one, else in facts of ours.
final class CycloneDxComponents {
  private static final Set<String> PROGRAMS =
      Set.of("gobinary", "rustbinary", "binary", "elf-note");

  private static final int MAX_VERSION = 1_000;

  private final List<Placed> components;
  private final List<Layer> layers;
  private final String family;
  private final BillFormat format;
  private final References references;
  private final Licenses licenses = Licenses.read();

  CycloneDxComponents(Bill bill, BillFormat format, References references) {
    this.components = bill.inventory().components();
    this.layers = bill.layers();
    this.family = bill.inventory().operatingSystem().map(os -> os.family()).orElse("");
    this.format = format;
    this.references = references;
  }

  /// One of them.
  ///
  /// @param index its place in the inventory
  Json component(int index) {
    Placed placed = components.get(index);
    Component component = placed.component();
    List<Json> properties = new ArrayList<>(properties(placed));
    Optional<Component> read = CycloneDxDraft.read(fields(index, component, properties));
    Map<String, String> facts = new HashMap<>(Facts.missing(component, read));
    placed.layer().ifPresent(layer -> Facts.place(layer, name(layer), layers, facts));
    facts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(fact -> properties.add(CycloneDxBill.property(fact.getKey(), fact.getValue())));
    return fields(index, component, properties);
  }

  private static LayerName name(Layer layer) {
    return new LayerName(layer.digest().toString(), layer.diffId().toString(), "");
  }

  private Json fields(int index, Component component, List<Json> properties) {
    String full = component.name();
    int split =
        switch (component.type()) {
          case MAVEN -> full.lastIndexOf(':');
          case NPM -> full.startsWith("@") ? full.indexOf('/') : -1;
          default -> -1;
        };
    boolean isSplit = split > 0 && split < full.length() - 1;
    String name = Plain.shown(isSplit ? full.substring(split + 1) : full);
    String maker = Plain.shown(component.maintainer());
    return new Members()
        .put("type", component.type() == PackageType.GENERIC ? "application" : "library")
        .put("bom-ref", references.name(index))
        .any("supplier", new Members().any("name", maker).build())
        .any("group", isSplit ? Plain.shown(full.substring(0, split)) : "")
        .put("name", name.isEmpty() ? "unknown" : name)
        .any("version", version(component.version()))
        .any("hashes", hashes(component))
        .any("licenses", licenses(component))
        .any("cpe", Cpe.of(component))
        .any("purl", references.purl(index))
        .any("properties", properties)
        .any("evidence", evidence(component))
        .build();
  }

  /// As much of the version as the schema has room for.
  static String version(String text) {
    String shown = Plain.shown(text);
    return shown.substring(0, Math.min(shown.length(), MAX_VERSION)).strip();
  }

  private List<Json> properties(Placed placed) {
    Component component = placed.component();
    boolean isSystem = component.type().isSystem();
    Source source = Source.of(component);
    List<Json> properties = new ArrayList<>();
    any("FilePath", component.path(), properties);
    placed.layer().ifPresent(layer -> any("LayerDiffID", layer.diffId().toString(), properties));
    placed.layer().ifPresent(layer -> any("LayerDigest", layer.digest().toString(), properties));
    any("Modularitylabel", component.detail("modularitylabel"), properties);
    any("PkgType", isSystem ? family : component.foundBy(), properties);
    any("RepositoryClass", component.detail(Component.REPOSITORY), properties);
    any("SrcEpoch", source.epoch(), properties);
    any("SrcName", source.name(), properties);
    any("SrcRelease", source.release(), properties);
    any("SrcVersion", source.version(), properties);
    return properties;
  }

  private static void any(String name, String value, List<Json> properties) {
    String shown = Plain.shown(value);
    if (!shown.isEmpty()) {
      properties.add(CycloneDxBill.property(CycloneDxDraft.TRIVY + name, shown));
    }
  }

  /// The source package in Trivy's parts.
  private record Source(String name, String epoch, String version, String release) {
    static Source of(Component component) {
      if (!component.type().isSystem()) {
        return new Source("", "", "", "");
      }
      String whole = component.advisoryVersion();
      int colon = whole.indexOf(':');
      String rest = whole.substring(colon + 1);
      int dash = component.type() == PackageType.APK ? -1 : rest.lastIndexOf('-');
      return new Source(
          component.advisoryName(),
          colon < 0 ? "" : whole.substring(0, colon),
          dash < 0 ? rest : rest.substring(0, dash),
          dash < 0 ? "" : rest.substring(dash + 1));
    }
  }

  private static List<Json> hashes(Component component) {
    List<Json> hashes = new ArrayList<>();
    String digest = component.detail("digest");
    int colon = digest.indexOf(':');
    if (colon > 0) {
      CycloneDxBill.hash(digest.substring(0, colon), digest.substring(colon + 1))
          .ifPresent(hashes::add);
    }
    CycloneDxBill.hash("sha1", component.detail("sha1")).ifPresent(hashes::add);
    return hashes;
  }

  /// Either one expression, or a list of licences by identifier or by name.
  private List<Json> licenses(Component component) {
    List<String> declared =
        component.licenses().stream().map(Plain::shown).filter(text -> !text.isEmpty()).toList();
    boolean isExpression =
        declared.size() == 1
            && !licenses.isId(declared.getFirst())
            && licenses.isExpression(declared.getFirst());
    if (isExpression) {
      return List.of(new Members().put("expression", declared.getFirst()).build());
    }
    return declared.stream()
        .map(text -> new Members().put(licenses.isId(text) ? "id" : "name", text).build())
        .map(license -> (Json) new Members().put("license", license).build())
        .toList();
  }

  /// Where it was found, and how sure that is; the schema has room for it since 1.5.
  private Json.Obj evidence(Component component) {
    if (!format.isSince("1.5")) {
      return new Members().build();
    }
    String place = Plain.shown(component.path());
    Json confidence = new Json.Num(confidence(component));
    Json method =
        new Members()
            .put("technique", technique(component))
            .put("confidence", confidence)
            .any("value", place)
            .build();
    Json.Obj identity =
        new Members()
            .put("field", "purl")
            .put("confidence", confidence)
            .any("methods", List.of(method))
            .build();
    return new Members()
        .put("identity", format.isSince("1.6") ? new Json.Arr(List.of(identity)) : identity)
        .any(
            "occurrences",
            place.isEmpty() ? List.of() : List.of(new Members().put("location", place).build()))
        .build();
  }

  private static String technique(Component component) {
    if (component.detail("evidence").equals("file name")) {
      return "filename";
    }
    boolean isProgram =
        PROGRAMS.contains(component.foundBy()) || component.type() == PackageType.GENERIC;
    return isProgram ? "binary-analysis" : "manifest-analysis";
  }

  /// What a package manager wrote down is certain; a jar may have to be known by its name.
  private static String confidence(Component component) {
    return switch (component.detail("confidence")) {
      case "medium" -> "0.7";
      case "low" -> "0.4";
      default -> "1";
    };
  }
}
