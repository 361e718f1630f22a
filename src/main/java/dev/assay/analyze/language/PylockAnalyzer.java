package dev.assay.analyze.language;

import dev.assay.model.PackageType;

/// The lock file that all of Python's installers share: `pylock.toml` or `pylock.NAME.toml`, with a
/// `[[packages]]` each.
///
/// Source: <https://packaging.python.org/en/latest/specifications/pylock-toml/>
public final class PylockAnalyzer extends LockFile {
  public PylockAnalyzer() {
    super("pylock", PackageType.PYPI);
  }

  @Override
  public boolean wants(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.endsWith(".toml") && path.startsWith("pylock.", name);
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    new PythonLock(graph)
        .addAll(
            lock.toml().at("packages").items(),
            (_, _) -> {},
            (item, names) ->
                item.at("dependencies").items().stream()
                    .flatMap(one -> names.ids(one).stream())
                    .toList());
  }
}
