package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import dev.assay.format.yaml.Yaml;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// pnpm's `pnpm-lock.yaml`, versions 5, 6 and 9.
///
/// `importers` are the project and its workspaces (the project alone stands at the top before there
/// were workspaces); `packages` are what they need, keyed `/ms/2.0.0` in version 5, `/ms@2.0.0` in
/// 6 and `ms@2.0.0` in 9, where who needs what is in `snapshots`. `_peer@1` or `(peer@1)` may
/// follow.
///
/// Source: <https://github.com/pnpm/spec/tree/master/lockfile>
public final class PnpmLockAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "pnpm";
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
    return LockNames.isFile(path, "pnpm-lock.yaml");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    Optional<String> text = WholeText.read(content, found);
    if (text.isEmpty()) {
      return;
    }
    Yaml.Result read = Yaml.read(text.get());
    read.problem().ifPresent(one -> found.gap(one.line(), one.text()));
    Json lock = read.document();
    if (lock.text("lockfileVersion").isEmpty()) {
      found.gap(1, "names no `lockfileVersion`");
      return;
    }
    var graph = new LockGraph(PackageType.NPM, "pnpm");
    new PnpmPackages(lock, graph, found).read();
    graph.finish(found);
  }
}
