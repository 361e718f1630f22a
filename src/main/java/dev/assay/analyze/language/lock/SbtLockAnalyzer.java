package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.util.List;
import java.util.Set;

/// The `build.sbt.lock` of the sbt-dependency-lock plug-in: `dependencies` with `org`, `name`,
/// `version` and the `configurations` that ask for them.
///
/// Source: <https://stringbean.github.io/sbt-dependency-lock/file-formats/version-1.html>
public final class SbtLockAnalyzer extends LockFile {
  private static final Set<String> SHIPPED = Set.of("compile", "runtime", "default");

  public SbtLockAnalyzer() {
    super("sbt", PackageType.MAVEN, "build.sbt.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    PartialJson.Result file = lock.json();
    lock.expectOneOf(file.document(), "dependencies");
    for (Json item : file.document().at("dependencies").items()) {
      String name = item.text("org") + ":" + item.text("name");
      PartialJson.Lines lines = file.lines(item);
      List<String> uses = item.texts("configurations");
      if (name.startsWith(":") || name.endsWith(":") || item.text("version").isEmpty()) {
        lock.found().gap(lines.start(), "a dependency without organisation, name or version");
        continue;
      }
      graph
          .add(name, item.text("version"))
          .lines(lines.start(), lines.end())
          .development(!uses.isEmpty() && uses.stream().noneMatch(SHIPPED::contains));
    }
  }
}
