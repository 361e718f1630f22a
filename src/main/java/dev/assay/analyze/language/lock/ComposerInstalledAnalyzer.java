package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.util.List;
import java.util.stream.Stream;

/// What Composer installed: `vendor/composer/installed.json`. Composer 2 writes an object with
/// `packages`, Composer 1 wrote the list alone. What was installed for development is installed.
///
/// Source: <https://getcomposer.org/doc/07-runtime.md>
public final class ComposerInstalledAnalyzer extends LockFile {
  public ComposerInstalledAnalyzer() {
    super("composer-vendor", PackageType.COMPOSER, "composer/installed.json");
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    PartialJson.Result file = lock.json();
    var packages = new ComposerPackages(graph, file, lock.found());
    if (!(file.document() instanceof Json.Arr)) {
      lock.expectOneOf(file.document(), "packages");
    }
    Stream.concat(file.document().items().stream(), file.document().at("packages").items().stream())
        .forEach(item -> packages.add(item, false));
    packages.link();
  }
}
