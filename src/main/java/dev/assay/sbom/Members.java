package dev.assay.sbom;

import dev.assay.format.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects the members of an object, in order.
final class Members {
  private final Map<String, Json> members = new LinkedHashMap<>();

  Members put(String name, String value) {
    members.put(name, new Json.Str(value));
    return this;
  }

  Members put(String name, Json value) {
    members.put(name, value);
    return this;
  }

  /// Adds a text that has something in it.
  Members any(String name, String value) {
    return value.isEmpty() ? this : put(name, value);
  }

  /// Adds an array that has an item.
  Members any(String name, List<? extends Json> items) {
    if (!items.isEmpty()) {
      members.put(name, new Json.Arr(List.copyOf(items)));
    }
    return this;
  }

  Members any(String name, Json.Obj value) {
    return value.members().isEmpty() ? this : put(name, value);
  }

  Json.Obj build() {
    return new Json.Obj(new LinkedHashMap<>(members));
  }
}
