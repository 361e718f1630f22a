package dev.assay.analyze.language;

import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import dev.assay.model.PackageType;
import java.util.List;

/// The lock file that all of Python's installers share: `pylock.toml` or `pylock.NAME.toml`, with a
/// `[[packages]]` each.
///
/// Source: <https://packaging.python.org/en/latest/specifications/pylock-toml/>
public final class PylockAnalyzer extends LockFile {
  /// Each package comes from at least one of these.
  private static final List<String> PLACES =
      List.of("vcs", "directory", "archive", "sdist", "wheels");

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
    Json file = lock.toml();
    lock.expect(!file.text("lock-version").isEmpty(), "lock-version");
    lock.expect(!file.at("packages").isNull(), "packages");
    List<Json> packages = file.at("packages").items();
    for (Json item : packages) {
      if (PLACES.stream().allMatch(place -> item.at(place).isNull())) {
        String name = Lines.excerpt(item.text("name"));
        lock.found().gap(0, "it ends before it tells where `" + name + "` comes from");
      }
    }
    new PythonLock(graph)
        .addAll(
            packages,
            (_, _) -> {},
            (item, names) ->
                item.at("dependencies").items().stream()
                    .flatMap(one -> names.ids(one).stream())
                    .toList());
  }
}
