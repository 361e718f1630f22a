package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.Ecosystem;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a source says about one vulnerability, and in which packages it is.
///
/// @param source who says so
/// @param vulnerability its words; its first rating is the source's own
/// @param vendorIds notices that carry it
/// @param note what weakens the claim, or empty
public record PackageReport(
    DataSource source, Vulnerability vulnerability, List<String> vendorIds, String note) {
  private static final int MAX_VERSIONS = 50_000;

  public PackageReport {
    vendorIds = List.copyOf(vendorIds);
  }

  /// Without notice or note.
  public PackageReport(DataSource source, Vulnerability vulnerability) {
    this(source, vulnerability, List.of(), "");
  }

  /// A package that is affected.
  ///
  /// @param ranges affected stretches of versions
  /// @param versions further versions that are affected, one by one
  public record Affected(
      Ecosystem ecosystem, String name, List<AffectedRange> ranges, List<String> versions) {
    public Affected {
      ranges = List.copyOf(ranges);
      versions = versions.stream().distinct().limit(MAX_VERSIONS).toList();
    }

    /// Without single versions.
    public Affected(Ecosystem ecosystem, String name, List<AffectedRange> ranges) {
      this(ecosystem, name, ranges, List.of());
    }
  }

  /// Gives an advisory for each package, and the words once for each ecosystem, to the sink.
  public void tell(List<Affected> packages, FeedSink sink) throws IOException {
    for (String family : advise(packages, sink)) {
      sink.details(new Ecosystem(family, ""), Details.of(source, vulnerability));
    }
  }

  /// Gives the advisories alone to the sink.
  ///
  /// @return the ecosystems that they are of
  Set<String> advise(List<Affected> packages, FeedSink sink) throws IOException {
    Set<String> families = new LinkedHashSet<>();
    for (Affected affected : packages) {
      if (affected.ranges().isEmpty() && affected.versions().isEmpty()) {
        sink.skip("no affected version");
      } else {
        families.add(affected.ecosystem().name());
        sink.advisory(affected.ecosystem(), advisory(affected));
      }
    }
    return families;
  }

  private Advisory advisory(Affected affected) {
    boolean isFixed = affected.ranges().stream().anyMatch(range -> !range.fixed().isEmpty());
    return new Advisory(
        vulnerability.id(),
        vulnerability.aliases(),
        vendorIds,
        source,
        affected.name(),
        affected.ranges().stream().distinct().toList(),
        affected.versions(),
        isFixed ? Status.FIXED : Status.AFFECTED,
        vulnerability.ratings().stream().findFirst().map(Rating::severity).orElse(Severity.UNKNOWN),
        note);
  }
}
