package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.util.ArrayList;

/// Dart's `pubspec.lock`: `packages` by name. What comes with the SDK or from the project's own
/// folders is no package of its own; the file does not tell who needs what.
///
/// Source: <https://dart.dev/tools/pub/glossary#lockfile>
public final class PubLockAnalyzer extends LockFile {
  public PubLockAnalyzer() {
    super("pub", PackageType.PUB, "pubspec.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    var direct = new ArrayList<String>();
    Json file = lock.yaml();
    lock.expect(file.members().containsKey("sdks") || file.members().containsKey("sdk"), "sdks");
    Json packages = file.at("packages");
    packages
        .members()
        .forEach((name, item) -> {
          String source = item.text("source");
          String version = item.text("version");
          if (version.isEmpty() || source.equals("sdk") || source.equals("path")) {
            return;
          }
          String kind = item.text("dependency");
          LockGraph.Entry entry = graph.add(name, version).development(kind.equals("direct dev"));
          if (kind.startsWith("direct")) {
            direct.add(entry.id());
          }
        });
    graph.direct(direct);
  }
}
