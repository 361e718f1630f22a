package dev.assay.analyze.language.dotnet;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// NuGet's `packages.lock.json`: by framework, by name, `type` (`Direct`, `Transitive`,
/// `CentralTransitive`, `Project`), the `resolved` version and `dependencies` by name.
///
/// Source:
/// <https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files#locking-dependencies>
public final class NuGetLockAnalyzer extends LockFile {
  public NuGetLockAnalyzer() {
    super("nuget", PackageType.NUGET, "packages.lock.json");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    PartialJson.Result read = lock.json();
    lock.expectOneOf(read.document(), "dependencies");
    var direct = new ArrayList<String>();
    for (Json framework : read.document().at("dependencies").members().values()) {
      Map<String, LockGraph.Entry> entries = new HashMap<>();
      framework
          .members()
          .forEach((name, one) -> {
            String version = one.text("resolved");
            if (one.text("type").equals("Project")) {
              return;
            }
            if (version.isEmpty()) {
              lock.found().gap(read.lines(one).start(), "a package without version");
            } else {
              PartialJson.Lines lines = read.lines(one);
              LockGraph.Entry entry = graph.add(name, version).lines(lines.start(), lines.end());
              entries.put(name.toLowerCase(Locale.ROOT), entry);
              if (one.text("type").equals("Direct")) {
                direct.add(entry.id());
              }
            }
          });
      framework
          .members()
          .forEach((name, one) -> {
            LockGraph.Entry entry = entries.get(name.toLowerCase(Locale.ROOT));
            for (String needed : one.at("dependencies").members().keySet()) {
              LockGraph.Entry other = entries.get(needed.toLowerCase(Locale.ROOT));
              if (entry != null && other != null) {
                graph.needs(entry, other.id());
              }
            }
          });
    }
    graph.direct(direct);
  }
}
