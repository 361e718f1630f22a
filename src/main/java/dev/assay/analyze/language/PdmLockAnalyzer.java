package dev.assay.analyze.language;

import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.List;

/// PDM's `pdm.lock`: a `[[package]]` each, with `groups` that ask for it and `dependencies` as a
/// list of requirements.
///
/// Source: <https://pdm-project.org/en/latest/usage/lockfile/>
public final class PdmLockAnalyzer extends LockFile {
  public PdmLockAnalyzer() {
    super("pdm", PackageType.PYPI, "pdm.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    Json file = lock.toml();
    lock.expect(!file.at("metadata").members().isEmpty(), "[metadata]");
    new PythonLock(graph)
        .addAll(
            file.at("package").items(),
            (entry, item) -> entry.development(isDevelopment(item.texts("groups"))),
            (item, names) -> needed(item, names, graph));
  }

  /// What a requirement has a marker for may be left out, all else is listed.
  private static List<String> needed(Json item, PythonLock names, LockGraph graph) {
    var needed = new ArrayList<String>();
    for (String text : item.texts("dependencies")) {
      List<String> ids = names.ids(Requirement.parse(text).name());
      if (ids.isEmpty() && text.indexOf(';') < 0) {
        graph.unlisted(item.text("name"), text);
      }
      needed.addAll(ids);
    }
    return needed;
  }

  private static boolean isDevelopment(List<String> groups) {
    return !groups.isEmpty() && !groups.contains("default");
  }
}
