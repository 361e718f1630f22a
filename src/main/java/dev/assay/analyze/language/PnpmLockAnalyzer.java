package dev.assay.analyze.language;

import dev.assay.format.json.Json;
import dev.assay.model.PackageType;

/// pnpm's `pnpm-lock.yaml`, versions 5, 6 and 9.
///
/// `importers` are the project and its workspaces (the project alone stands at the top before there
/// were workspaces); `packages` are what they need, keyed `/ms/2.0.0` in version 5, `/ms@2.0.0` in
/// 6 and `ms@2.0.0` in 9, where who needs what is in `snapshots`. `_peer@1` or `(peer@1)` may
/// follow.
///
/// Source: <https://github.com/pnpm/spec/tree/master/lockfile>
public final class PnpmLockAnalyzer extends LockFile {
  public PnpmLockAnalyzer() {
    super("pnpm", PackageType.NPM, "pnpm-lock.yaml");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    lock.expectEndOfLine();
    Json document = lock.yaml();
    if (document.text("lockfileVersion").isEmpty()) {
      lock.found().gap(1, "names no `lockfileVersion`");
    } else {
      new PnpmPackages(document, graph, lock.found()).read();
    }
  }
}
