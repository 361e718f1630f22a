package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Poetry's `poetry.lock`: a `[[package]]` each, with `[package.dependencies]` by name. What is for
/// development alone says `category = "dev"` before Poetry 1.5 and `groups` without `main` since
/// 2.0; between them nothing says so.
///
/// Source: <https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock>
public final class PoetryLockAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "poetry";
  }

  @Override
  public int rulesVersion() {
    return 1;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.SOURCE);
  }

  @Override
  public boolean wants(String path) {
    return LockNames.isFile(path, "poetry.lock");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var lock = new PythonLock("poetry");
    var items = new ArrayList<PythonLock.Listed>();
    for (Json item : PythonLock.document(content, found).at("package").items()) {
      lock.add(item)
          .ifPresent(entry -> {
            entry.development(isDevelopment(item));
            items.add(new PythonLock.Listed(entry, item));
          });
    }
    for (PythonLock.Listed one : items) {
      for (String name : one.item().at("dependencies").members().keySet()) {
        lock.needs(one.entry(), lock.ids(name));
      }
    }
    lock.graph().finish(found);
  }

  private static boolean isDevelopment(Json item) {
    List<String> groups = item.texts("groups");
    return item.text("category").equals("dev") || (!groups.isEmpty() && !groups.contains("main"));
  }
}
