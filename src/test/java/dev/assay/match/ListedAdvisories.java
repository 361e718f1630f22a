package dev.assay.match;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Ecosystem;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A database in lists.
final class ListedAdvisories implements AdvisoryDb {
  private final Map<Ecosystem, List<Advisory>> advisories = new HashMap<>();
  private final List<Vulnerability> vulnerabilities = new ArrayList<>();

  ListedAdvisories with(String ecosystem, Advisory... added) {
    advisories
        .computeIfAbsent(Ecosystem.parse(ecosystem), e -> new ArrayList<>())
        .addAll(List.of(added));
    return this;
  }

  ListedAdvisories with(Vulnerability vulnerability) {
    vulnerabilities.add(vulnerability);
    return this;
  }

  /// An advisory with a fix, by a source of that id.
  static Advisory fixed(String source, String id, String packageName, String fixed) {
    return advisory(source, id, packageName).ranges(AffectedRange.before(fixed)).build();
  }

  static Draft advisory(String source, String id, String packageName) {
    return new Draft(source, id, packageName);
  }

  @Override
  public List<Advisory> lookup(Ecosystem ecosystem, String packageName) {
    return advisories.getOrDefault(ecosystem, List.of()).stream()
        .filter(advisory -> advisory.packageName().equals(packageName))
        .toList();
  }

  @Override
  public boolean covers(Ecosystem ecosystem) {
    return advisories.containsKey(ecosystem);
  }

  @Override
  public Optional<Vulnerability> details(Ecosystem ecosystem, String id) {
    return vulnerabilities.stream()
        .filter(one -> one.id().equals(id) || one.aliases().contains(id))
        .findFirst();
  }

  @Override
  public DatabaseFacts facts() {
    return new DatabaseFacts(Optional.empty(), Instant.EPOCH);
  }

  @Override
  public void close() {}

  /// An advisory in the making.
  static final class Draft {
    private final String source;
    private final String id;
    private final String packageName;
    private List<String> aliases = List.of();
    private List<String> vendorIds = List.of();
    private List<AffectedRange> ranges = List.of();
    private List<String> versions = List.of();
    private Status status = Status.FIXED;
    private Severity severity = Severity.UNKNOWN;
    private String note = "";

    private Draft(String source, String id, String packageName) {
      this.source = source;
      this.id = id;
      this.packageName = packageName;
    }

    Draft aliases(String... value) {
      aliases = List.of(value);
      return this;
    }

    Draft vendorIds(String... value) {
      vendorIds = List.of(value);
      return this;
    }

    Draft ranges(AffectedRange... value) {
      ranges = List.of(value);
      return this;
    }

    Draft versions(String... value) {
      versions = List.of(value);
      return this;
    }

    Draft status(Status value) {
      status = value;
      return this;
    }

    Draft severity(Severity value) {
      severity = value;
      return this;
    }

    Draft modules(String... streams) {
      note = Advisory.moduleNote(List.of(streams));
      return this;
    }

    Advisory build() {
      DataSource from = new DataSource(source, source, "");
      return new Advisory(
          id, aliases, vendorIds, from, packageName, ranges, versions, status, severity, note);
    }
  }
}
