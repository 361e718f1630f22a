package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.io.IOException;

/// Composer's `composer.lock`: `packages`, and `packages-dev` for development alone. What the
/// project itself asks for stands in the `composer.json` beside it.
///
/// Source: <https://getcomposer.org/schema.json>,
/// <https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control>
public final class ComposerLockAnalyzer extends LockFile {
  public ComposerLockAnalyzer() {
    super("composer", PackageType.COMPOSER, "composer.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) throws IOException {
    PartialJson.Result file = lock.json();
    var packages = new ComposerPackages(graph, file, lock.found());
    lock.expectOneOf(file.document(), "packages");
    file.document().at("packages").items().forEach(item -> packages.add(item, false));
    file.document().at("packages-dev").items().forEach(item -> packages.add(item, true));
    packages.link();
    Json project = lock.jsonBeside("composer.json");
    if (!project.members().isEmpty()) {
      graph.direct(packages.ids(project.at("require")));
      graph.direct(packages.ids(project.at("require-dev")));
    }
  }
}
