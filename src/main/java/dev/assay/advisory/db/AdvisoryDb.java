package dev.assay.advisory.db;

import dev.assay.model.Advisory;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Ecosystem;
import dev.assay.model.Vulnerability;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/// Advisories by package name, and what is known about a vulnerability by its id.
public interface AdvisoryDb extends Closeable {
  /// The advisories of a package; empty where none is known or the ecosystem is not in the
  /// database.
  List<Advisory> lookup(Ecosystem ecosystem, String packageName);

  /// Whether the database has a partition for that ecosystem.
  boolean covers(Ecosystem ecosystem);

  /// What is known about a vulnerability: the ecosystem's own details joined with enrichment (NVD,
  /// CVE 5, KEV, EPSS). Ratings of every source are kept.
  ///
  /// @param id any of its ids
  Optional<Vulnerability> details(Ecosystem ecosystem, String id);

  /// Digest and date.
  DatabaseFacts facts();

  @Override
  void close();
}
