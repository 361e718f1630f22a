package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// PDM's `pdm.lock`: a `[[package]]` each, with `groups` that ask for it and `dependencies` as a
/// list of requirements.
///
/// Source: <https://pdm-project.org/en/latest/usage/lockfile/>
public final class PdmLockAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "pdm";
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
    return LockNames.isFile(path, "pdm.lock");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var lock = new PythonLock("pdm");
    var items = new ArrayList<PythonLock.Listed>();
    for (Json item : PythonLock.document(content, found).at("package").items()) {
      List<String> groups = item.texts("groups");
      lock.add(item)
          .ifPresent(entry -> {
            entry.development(!groups.isEmpty() && !groups.contains("default"));
            items.add(new PythonLock.Listed(entry, item));
          });
    }
    for (PythonLock.Listed one : items) {
      for (String requirement : one.item().texts("dependencies")) {
        lock.needs(one.entry(), lock.ids(name(requirement)));
      }
    }
    lock.graph().finish(found);
  }

  /// The name at the beginning of `urllib3[socks]<1.27,>=1.21.1; python_version < "4"`.
  private static String name(String requirement) {
    int end = 0;
    while (end < requirement.length() && " [(=<>!~@;".indexOf(requirement.charAt(end)) < 0) {
      end++;
    }
    return requirement.substring(0, end);
  }
}
