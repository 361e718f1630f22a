package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// R's `renv.lock`: `Packages` by name. Only those from a CRAN repository are CRAN's; those of
/// Bioconductor and from Git repositories go by the same words and are others.
///
/// Source: <https://rstudio.github.io/renv/articles/lockfile.html>
public final class RenvLockAnalyzer extends LockFile {
  public RenvLockAnalyzer() {
    super("renv", PackageType.CRAN, "renv.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    PartialJson.Result file = lock.json();
    lock.expectOneOf(file.document(), "Packages");
    Map<String, Json> packages = file.document().at("Packages").members();
    Map<String, LockGraph.Entry> entries = new LinkedHashMap<>();
    packages.forEach((name, item) -> {
      boolean isCran = item.text("Source").equals("Repository");
      PartialJson.Lines lines = file.lines(item);
      if (item.text("Source").isEmpty() || item.text("Version").isEmpty()) {
        lock.found().gap(lines.start(), "a package without source or version");
      } else if (isCran) {
        entries.put(name, graph.add(name, item.text("Version")).lines(lines.start(), lines.end()));
      }
    });
    entries.forEach((name, entry) -> {
      Json item = packages.getOrDefault(name, Json.Null.NULL);
      item.texts("Requirements").stream()
          .flatMap(needed -> Optional.ofNullable(entries.get(needed)).stream())
          .forEach(needed -> graph.needs(entry, needed.id()));
    });
  }
}
