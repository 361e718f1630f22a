package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.text.Lines;
import dev.assay.model.PackageType;
import java.util.List;

/// Gradle's `gradle.lockfile`: `GROUP:ARTIFACT:VERSION=configuration,…` a line, the last one
/// `empty=` and the configurations without any, and the older
/// `gradle/dependency-locks/CONFIGURATION.lockfile` without configurations. What only tests ask
/// for, or the build script itself (`buildscript-gradle.lockfile`), serves development alone.
///
/// Source: <https://docs.gradle.org/current/userguide/dependency_locking.html>
public final class GradleLockAnalyzer extends LockFile {
  private static final String FOLDER = "gradle/dependency-locks/";

  public GradleLockAnalyzer() {
    super("gradle", PackageType.MAVEN);
  }

  @Override
  public boolean wants(String path) {
    if (!path.endsWith("lockfile")) {
      return false;
    }
    int name = path.lastIndexOf('/') + 1;
    return path.endsWith("gradle.lockfile")
        || (path.endsWith(".lockfile") && path.startsWith(FOLDER, name - FOLDER.length()));
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    String file = lock.path().substring(lock.path().lastIndexOf('/') + 1);
    boolean isBuildScript = file.startsWith("buildscript-");
    String whole = file.endsWith("gradle.lockfile") ? "" : file.replace(".lockfile", "");
    if (whole.isEmpty()) {
      lock.expect(isEnded(lock), "empty=");
    } else {
      lock.expectEndOfLine();
    }
    long number = 0;
    for (String line : lock.lines()) {
      number++;
      if (line.isBlank() || line.startsWith("#") || line.startsWith("empty=")) {
        continue;
      }
      int equals = line.indexOf('=');
      String[] parts = (equals < 0 ? line : line.substring(0, equals)).strip().split(":", -1);
      if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
        lock.found()
            .gap(number, "expected `group:artifact:version`, found `" + Lines.excerpt(line) + "`");
        continue;
      }
      List<String> uses =
          equals < 0 ? List.of(whole) : List.of(line.substring(equals + 1).split(","));
      graph
          .add(parts[0] + ":" + parts[1], parts[2])
          .lines(number, number)
          .development(isBuildScript || uses.stream().allMatch(GradleLockAnalyzer::isTest));
    }
  }

  private static boolean isEnded(LockText lock) {
    return lock.lines().stream().anyMatch(line -> line.startsWith("empty="));
  }

  /// `testRuntimeClasspath`, `integrationTestCompileClasspath`.
  private static boolean isTest(String configuration) {
    return configuration.startsWith("test") || configuration.contains("Test");
  }
}
