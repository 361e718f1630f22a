package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.model.PackageType;

/// Haskell Stack's `stack.yaml.lock`: the packages beside those of the snapshot, each `hackage:
/// NAME-VERSION@sha256:…`. What the snapshot itself has stands nowhere in the project.
///
/// Source: <https://docs.haskellstack.org/en/stable/topics/lock_files/>
public final class StackLockAnalyzer extends LockFile {
  public StackLockAnalyzer() {
    super("stack", PackageType.HACKAGE, "stack.yaml.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    Json file = lock.yaml();
    lock.expect(file.members().containsKey("snapshots"), "snapshots");
    for (Json item : file.at("packages").items()) {
      Json completed = item.at("completed");
      String text = completed.text("hackage");
      int end = text.indexOf('@');
      String pinned = end < 0 ? text : text.substring(0, end);
      int dash = pinned.lastIndexOf('-');
      if (dash > 0 && dash < pinned.length() - 1) {
        graph.add(pinned.substring(0, dash), pinned.substring(dash + 1));
      } else if (!completed.text("name").isEmpty() && !completed.text("version").isEmpty()) {
        graph.add(completed.text("name"), completed.text("version"));
      }
    }
  }
}
