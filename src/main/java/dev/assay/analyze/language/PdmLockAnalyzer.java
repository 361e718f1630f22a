package dev.assay.analyze.language;

import dev.assay.model.PackageType;
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
    new PythonLock(graph)
        .addAll(
            lock.toml().at("package").items(),
            (entry, item) -> entry.development(isDevelopment(item.texts("groups"))),
            (item, names) ->
                item.texts("dependencies").stream()
                    .flatMap(
                        requirement -> names.ids(Requirement.parse(requirement).name()).stream())
                    .toList());
  }

  private static boolean isDevelopment(List<String> groups) {
    return !groups.isEmpty() && !groups.contains("default");
  }
}
