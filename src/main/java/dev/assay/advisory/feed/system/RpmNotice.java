package dev.assay.advisory.feed.system;

import dev.assay.advisory.db.Details;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.RpmModules;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.Ecosystem;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A notice of an rpm distribution: an update that fixes vulnerabilities in the packages it ships.
///
/// @param source who published it
/// @param words its id, title, text, references, dates and severity
/// @param cves what it fixes
/// @param packages what it ships, with the version that has the fix
record RpmNotice(DataSource source, Vulnerability words, Set<String> cves, List<Fixed> packages) {
  private static final int MAX_PACKAGES = 20_000;

  RpmNotice {
    cves = new LinkedHashSet<>(cves);
    packages = packages.stream().distinct().limit(MAX_PACKAGES).toList();
  }

  /// A package that a notice ships.
  ///
  /// @param evr `epoch:version-release`
  /// @param module `nodejs:12`, or empty
  record Fixed(Ecosystem ecosystem, String name, String evr, String module) {}

  private record Key(Ecosystem ecosystem, String name, String module) {}

  /// Gives an advisory for each package and CVE; where it names no CVE, the notice stands for
  /// itself.
  void give(FeedSink sink) throws IOException {
    Map<Key, List<AffectedRange>> ranges = new LinkedHashMap<>();
    for (Fixed each : packages) {
      ranges
          .computeIfAbsent(
              new Key(each.ecosystem(), each.name(), module(each)), key -> new ArrayList<>())
          .add(AffectedRange.before(each.evr()));
    }
    Map<String, Ecosystem> families = new TreeMap<>();
    for (Map.Entry<Key, List<AffectedRange>> each : ranges.entrySet()) {
      Ecosystem ecosystem = each.getKey().ecosystem();
      families.put(ecosystem.name(), new Ecosystem(ecosystem.name(), ""));
      for (String id : cves.isEmpty() ? Set.of(words.id()) : cves) {
        sink.advisory(ecosystem, advisory(id, each.getKey(), each.getValue()));
      }
    }
    for (Ecosystem family : families.values()) {
      sink.details(family, new Details(source, words, List.copyOf(cves)));
    }
  }

  /// Where the build is a module's and nothing says whose, the title may.
  private String module(Fixed fixed) {
    return fixed.module().isEmpty() && fixed.evr().contains(".module")
        ? String.join(" ", RpmModules.streams(words.title()))
        : fixed.module();
  }

  private Advisory advisory(String id, Key key, List<AffectedRange> ranges) {
    boolean isBundled = cves.contains(id);
    return new Advisory(
        id,
        List.of(),
        isBundled ? List.of(words.id()) : List.of(),
        source,
        key.name(),
        ranges.stream().distinct().toList(),
        List.of(),
        Status.FIXED,
        words.ratings().stream().findFirst().map(Rating::severity).orElse(Severity.UNKNOWN),
        key.module().isEmpty() ? "" : Advisory.moduleNote(List.of(key.module().split(" "))));
  }
}
