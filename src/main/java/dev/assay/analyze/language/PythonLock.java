package dev.assay.analyze.language;

import dev.assay.format.json.Json;
import dev.assay.format.python.PythonNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What the TOML lock files of Python have in common: a list of tables with `name` and `version`,
/// which need each other by name.
final class PythonLock {
  private final LockGraph graph;
  private final Map<String, List<String>> idsByName = new HashMap<>();

  PythonLock(LockGraph graph) {
    this.graph = graph;
  }

  /// What an item of the list needs.
  @FunctionalInterface
  interface Wishes {
    /// The ids of what the item names.
    List<String> ids(Json item, PythonLock lock);
  }

  /// A package and what the file says of it; the same package may be listed several times.
  private record Listed(LockGraph.Entry entry, Json item) {}

  /// Adds the packages of a list and what each needs.
  ///
  /// @param needed tells the ids that an item names, once all names are known
  void addAll(List<Json> list, BiConsumer<LockGraph.Entry, Json> each, Wishes needed) {
    var listed = new ArrayList<Listed>();
    for (Json item : list) {
      add(item)
          .ifPresent(entry -> {
            each.accept(entry, item);
            listed.add(new Listed(entry, item));
          });
    }
    for (Listed one : listed) {
      needed.ids(one.item(), this).forEach(id -> graph.needs(one.entry(), id));
    }
  }

  /// Adds a package of the list.
  ///
  /// @return nothing where it has no name or version: one that is built from the project's own
  ///   folders needs none
  private Optional<LockGraph.Entry> add(Json item) {
    String name = item.text("name");
    String version = item.text("version");
    if (name.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    LockGraph.Entry entry = graph.add(name, version);
    List<String> ids =
        idsByName.computeIfAbsent(PythonNames.normalize(name), _ -> new ArrayList<>(1));
    if (!ids.contains(entry.id())) {
      ids.add(entry.id());
    }
    return Optional.of(entry);
  }

  /// The packages of that name; several where markers choose between versions.
  List<String> ids(String name) {
    return idsByName.getOrDefault(PythonNames.normalize(name), List.of());
  }

  /// The packages of that name, or the one of that version where the lock file says which.
  List<String> ids(Json dependency) {
    String name = dependency.text("name");
    String version = dependency.text("version");
    List<String> ids = ids(name);
    return version.isEmpty() ? ids : ids.stream().filter(id -> id.endsWith("@" + version)).toList();
  }
}
