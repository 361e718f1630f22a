package dev.assay.sbom;

import dev.assay.model.Component;
import dev.assay.model.Layer;
import dev.assay.model.PackageType;
import dev.assay.model.Relationship;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What the fields of a format do not say of a component, as names and values that stand beside
/// them. A writer asks the reader what it makes of the fields, and states every difference: so what
/// is read is what was written, whatever the format.
///
/// Values are written as in `Plain.encode`. `docs/sbom.md` lists the names.
final class Facts {
  /// Begins the name of each.
  static final String PREFIX = "assay:";

  private static final String DETAIL = PREFIX + "detail:";
  private static final String LAYER = PREFIX + "layer";

  private static final Map<String, Function<Component, String>> FIELDS = fields();

  private Facts() {}

  private static Map<String, Function<Component, String>> fields() {
    Map<String, Function<Component, String>> fields = new TreeMap<>();
    fields.put("type", c -> c.type().purlType());
    fields.put("found-by", Component::foundBy);
    fields.put("name", Component::name);
    fields.put("version", Component::version);
    fields.put("architecture", Component::architecture);
    fields.put("source-name", Component::sourceName);
    fields.put("source-version", Component::sourceVersion);
    fields.put("maintainer", Component::maintainer);
    fields.put("path", Component::path);
    fields.put("relationship", c -> c.relationship().name().toLowerCase(java.util.Locale.ROOT));
    fields.put("development", c -> Boolean.toString(c.isDevelopment()));
    return fields;
  }

  /// What has to be said so that `complete` gives the original.
  ///
  /// @param read what a reader makes of the fields; empty where it makes nothing of them
  static SortedMap<String, String> missing(Component original, Optional<Component> read) {
    SortedMap<String, String> facts = new TreeMap<>();
    FIELDS.forEach((name, field) -> {
      String value = field.apply(original);
      if (!read.map(field).equals(Optional.of(value))) {
        facts.put(PREFIX + name, Plain.encode(value));
      }
    });
    if (!read.map(Component::licenses).orElse(List.of()).equals(original.licenses())) {
      facts.put(
          PREFIX + "licenses",
          String.join("|", original.licenses().stream().map(Plain::encode).toList()));
    }
    SortedMap<String, String> known = read.map(Component::details).orElseGet(TreeMap::new);
    known.keySet().stream()
        .filter(key -> !original.details().containsKey(key))
        .forEach(key -> facts.put(DETAIL + Plain.encode(key), ""));
    original
        .details()
        .forEach((key, value) -> {
          if (!value.equals(known.get(key))) {
            facts.put(DETAIL + Plain.encode(key), Plain.encode(value));
          }
        });
    return facts;
  }

  /// What the fields and the facts say together.
  ///
  /// @param read what the fields alone say
  /// @param facts by name; those of other programs change nothing
  static Optional<Component.Builder> complete(
      Optional<Component.Builder> read, Map<String, String> facts) {
    boolean hasFacts = facts.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
    if (!hasFacts) {
      return read;
    }
    Optional<Component> known = read.map(Component.Builder::build);
    return type(facts)
        .or(() -> known.map(Component::type))
        .map(type -> completed(type, known, facts));
  }

  private static Optional<PackageType> type(Map<String, String> facts) {
    String word = facts.getOrDefault(PREFIX + "type", "");
    return Arrays.stream(PackageType.values())
        .filter(type -> type.purlType().equals(word))
        .findFirst();
  }

  private static Component.Builder completed(
      PackageType type, Optional<Component> known, Map<String, String> facts) {
    Function<String, String> said =
        name -> {
          String fact = facts.get(PREFIX + name);
          if (fact != null) {
            return Plain.decode(fact);
          }
          Function<Component, String> field = FIELDS.get(name);
          return field == null ? "" : known.map(field).orElse("");
        };
    return Component.of(type, said.apply("found-by"), said.apply("name"), said.apply("version"))
        .architecture(said.apply("architecture"))
        .source(said.apply("source-name"), said.apply("source-version"))
        .maintainer(said.apply("maintainer"))
        .path(said.apply("path"))
        .relationship(relationship(said.apply("relationship")))
        .development(said.apply("development").equals("true"))
        .licenses(licenses(known, facts))
        .details(details(known, facts));
  }

  private static Relationship relationship(String word) {
    return Arrays.stream(Relationship.values())
        .filter(one -> one.name().equalsIgnoreCase(word))
        .findFirst()
        .orElse(Relationship.UNKNOWN);
  }

  private static List<String> licenses(Optional<Component> known, Map<String, String> facts) {
    String said = facts.get(PREFIX + "licenses");
    if (said == null) {
      return known.map(Component::licenses).orElse(List.of());
    }
    return said.isEmpty()
        ? List.of()
        : Arrays.stream(said.split("\\|", -1)).map(Plain::decode).toList();
  }

  private static SortedMap<String, String> details(
      Optional<Component> known, Map<String, String> facts) {
    SortedMap<String, String> details =
        new TreeMap<>(known.map(Component::details).orElseGet(TreeMap::new));
    facts.forEach((name, value) -> {
      if (name.startsWith(DETAIL)) {
        String key = Plain.decode(name.substring(DETAIL.length()));
        if (value.isEmpty()) {
          details.remove(key);
        } else {
          details.put(key, Plain.decode(value));
        }
      }
    });
    return details;
  }

  /// The fact that tells which of a document's layers is meant, where digests alone do not.
  static void place(Layer layer, LayerName name, List<Layer> layers, Map<String, String> facts) {
    if (!name.find(layers).equals(Optional.of(layer))) {
      facts.put(LAYER, Integer.toString(layers.indexOf(layer)));
    }
  }

  /// What a component says of its layer.
  ///
  /// @param digest of the compressed bytes, or empty
  /// @param diffId of the bytes inside, or empty
  static LayerName layer(String digest, String diffId, Map<String, String> facts) {
    return new LayerName(digest, diffId, facts.getOrDefault(LAYER, ""));
  }
}
