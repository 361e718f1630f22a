package dev.assay.analyze.language.lock;

import dev.assay.analyze.Found;
import dev.assay.analyze.language.LockGraph;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The packages that Composer lists, in its lock file as in its list of what is installed.
final class ComposerPackages {
  private final LockGraph graph;
  private final Found found;
  private final PartialJson.Result file;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<LockGraph.Entry, Json> items = new LinkedHashMap<>();

  ComposerPackages(LockGraph graph, PartialJson.Result file, Found found) {
    this.graph = graph;
    this.found = found;
    this.file = file;
  }

  void add(Json item, boolean isDevelopment) {
    String name = item.text("name");
    String version = item.text("version");
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(file.lines(item).start(), "a package without name or version");
      return;
    }
    LockGraph.Entry entry =
        graph
            .add(name, version)
            .lines(file.lines(item).start(), file.lines(item).end())
            .licenses(item.texts("license"))
            .development(isDevelopment);
    ids.put(name.toLowerCase(Locale.ROOT), entry.id());
    items.put(entry, item);
  }

  /// The ids of the packages a `require` object names; `php` and extensions are none.
  List<String> ids(Json requirements) {
    return requirements.members().keySet().stream()
        .map(name -> ids.getOrDefault(name.toLowerCase(Locale.ROOT), ""))
        .filter(id -> !id.isEmpty())
        .toList();
  }

  /// Says who needs what, once all packages are added.
  void link() {
    items.forEach((entry, item) -> ids(item.at("require")).forEach(id -> graph.needs(entry, id)));
  }
}
