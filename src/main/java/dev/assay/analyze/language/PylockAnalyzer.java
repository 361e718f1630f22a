package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// The lock file that all of Python's installers share: `pylock.toml` or `pylock.NAME.toml`, with a
/// `[[packages]]` each.
///
/// Source: <https://packaging.python.org/en/latest/specifications/pylock-toml/>
public final class PylockAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "pylock";
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
    int name = path.lastIndexOf('/') + 1;
    return path.endsWith(".toml") && path.startsWith("pylock.", name);
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var lock = new PythonLock("pylock");
    var items = new ArrayList<PythonLock.Listed>();
    for (Json item : PythonLock.document(content, found).at("packages").items()) {
      lock.add(item).ifPresent(entry -> items.add(new PythonLock.Listed(entry, item)));
    }
    for (PythonLock.Listed one : items) {
      for (Json dependency : one.item().at("dependencies").items()) {
        lock.needs(one.entry(), lock.ids(dependency));
      }
    }
    lock.graph().finish(found);
  }
}
