package dev.assay.registry.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// The list of referrers as clients keep it: an OCI index. What others have written into it stays
/// as they wrote it.
final class FallbackIndex {
  static final FallbackIndex EMPTY = new FallbackIndex(Map.of(), Map.of());

  /// Entries by digest, in order.
  private final Map<Digest, Json> entries;

  /// What else the index says.
  private final Map<String, Json> rest;

  private FallbackIndex(Map<Digest, Json> entries, Map<String, Json> rest) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    this.rest = rest;
  }

  /// Reads an index that is known to be one.
  static FallbackIndex parse(byte[] content, String what) {
    Json json = Json.parse(content, what);
    Map<Digest, Json> entries = new LinkedHashMap<>();
    for (Json entry : json.at("manifests").items()) {
      entries.putIfAbsent(digest(entry, what), entry);
    }
    Map<String, Json> rest = new LinkedHashMap<>(json.members());
    rest.remove("manifests");
    return new FallbackIndex(entries, rest);
  }

  private static Digest digest(Json entry, String what) {
    try {
      return Digest.parse(entry.text("digest"));
    } catch (InputFailure e) {
      throw new InputFailure("cannot read " + what + ": " + e.getMessage());
    }
  }

  /// The same with an entry at its end.
  FallbackIndex with(Descriptor descriptor) {
    byte[] written = JsonOutput.compact(json -> json.object(() -> descriptor.write(json)));
    Map<Digest, Json> more = new LinkedHashMap<>(entries);
    more.putIfAbsent(descriptor.digest(), Json.parse(written, "descriptor"));
    return new FallbackIndex(more, rest);
  }

  /// The same with another's entries at its end.
  FallbackIndex with(FallbackIndex other) {
    Map<Digest, Json> more = new LinkedHashMap<>(entries);
    other.entries.forEach(more::putIfAbsent);
    return new FallbackIndex(more, rest);
  }

  /// The entries that another has not.
  FallbackIndex without(FallbackIndex other) {
    return keep(digest -> !other.entries.containsKey(digest));
  }

  /// The entries that pass.
  FallbackIndex keep(Predicate<Digest> passes) {
    Map<Digest, Json> kept = new LinkedHashMap<>(entries);
    kept.keySet().removeIf(passes.negate());
    return new FallbackIndex(kept, rest);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// The bytes to store.
  byte[] content() {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_INDEX);
          json.put("manifests", new Json.Arr(java.util.List.copyOf(entries.values())));
          rest.forEach((name, value) -> {
            if (!name.equals("schemaVersion") && !name.equals("mediaType")) {
              json.put(name, value);
            }
          });
        }));
  }
}
