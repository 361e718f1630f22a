package dev.assay.advisory.feed;

import dev.assay.advisory.feed.PackageReport.Affected;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.version.VersionSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The packages of languages that the `affected` array of a CVE record names. What names a product
/// alone is left out.
public final class CvePackages {
  private final String what;
  private final FeedSink sink;

  private record Key(Ecosystem ecosystem, String name) {}

  /// @param what names the record in gaps
  public CvePackages(String what, FeedSink sink) {
    this.what = what;
    this.sink = sink;
  }

  /// Reads the entries; those of one package are one.
  public List<Affected> of(List<Json> affected) {
    Map<Key, List<AffectedRange>> packages = new LinkedHashMap<>();
    for (Json entry : affected) {
      Optional<NamedPackage> named = NamedPackage.of(entry);
      if (named.isEmpty()) {
        sink.skip("a product that is no package of a registry");
        continue;
      }
      try {
        VersionSet versions = new CveVersions(named.get().scheme()).affected(entry);
        packages
            .computeIfAbsent(
                new Key(named.get().ecosystem(), named.get().name()), key -> new ArrayList<>())
            .addAll(versions.ranges());
      } catch (InputFailure e) {
        sink.gap(new Gap(what, 0, named.get().name() + ": " + e.getMessage()));
      }
    }
    return packages.entrySet().stream()
        .map(each -> new Affected(each.getKey().ecosystem(), each.getKey().name(), each.getValue()))
        .toList();
  }
}
