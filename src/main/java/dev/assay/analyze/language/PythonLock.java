package dev.assay.analyze.language;

import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import dev.assay.format.python.PythonNames;
import dev.assay.format.toml.Toml;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the TOML lock files of Python have in common: a list of tables with `name` and `version`,
/// which need each other by name.
final class PythonLock {
  private final LockGraph graph;
  private final Map<String, List<String>> idsByName = new HashMap<>();

  PythonLock(String foundBy) {
    graph = new LockGraph(PackageType.PYPI, foundBy);
  }

  /// A package and what the file says of it; the same package may be listed several times.
  record Listed(LockGraph.Entry entry, Json item) {}

  /// The document; what breaks the format is a gap.
  ///
  /// @throws IOException where the bytes do not arrive
  static Json document(InputStream content, Found found) throws IOException {
    Optional<String> text = WholeText.read(content, found);
    Toml.Result read = Toml.read(text.orElse(""));
    read.problems().forEach(problem -> found.gap(problem.line(), problem.text()));
    return read.document();
  }

  LockGraph graph() {
    return graph;
  }

  /// Adds a package of the list.
  ///
  /// @return nothing where it has no name or version: one that is built from the project's own
  ///   folders needs none
  Optional<LockGraph.Entry> add(Json item) {
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

  void needs(LockGraph.Entry entry, List<String> ids) {
    ids.forEach(id -> graph.needs(entry, id));
  }
}
