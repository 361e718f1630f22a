package dev.assay.analyze.language;

import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.util.List;

/// Poetry's `poetry.lock`: a `[[package]]` each, with `[package.dependencies]` by name. What is for
/// development alone says `category = "dev"` before Poetry 1.5 and `groups` without `main` since
/// 2.0; between them nothing says so. `[metadata]` comes last.
///
/// Source: <https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock>
public final class PoetryLockAnalyzer extends LockFile {
  public PoetryLockAnalyzer() {
    super("poetry", PackageType.PYPI, "poetry.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    Json file = lock.toml();
    lock.expect(!file.at("metadata").members().isEmpty(), "[metadata]");
    new PythonLock(graph)
        .addAll(
            file.at("package").items(),
            (entry, item) -> entry.development(isDevelopment(item)),
            (item, names) ->
                item.at("dependencies").members().keySet().stream()
                    .flatMap(name -> names.ids(name).stream())
                    .toList());
  }

  private static boolean isDevelopment(Json item) {
    List<String> groups = item.texts("groups");
    return item.text("category").equals("dev") || (!groups.isEmpty() && !groups.contains("main"));
  }
}
