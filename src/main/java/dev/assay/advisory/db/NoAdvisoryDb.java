package dev.assay.advisory.db;

import dev.assay.model.Advisory;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Ecosystem;
import dev.assay.model.Vulnerability;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Stands in where there is no database and none is needed.
final class NoAdvisoryDb implements AdvisoryDb {
  @Override
  public List<Advisory> lookup(Ecosystem ecosystem, String packageName) {
    return List.of();
  }

  @Override
  public boolean covers(Ecosystem ecosystem) {
    return false;
  }

  @Override
  public Optional<Vulnerability> details(Ecosystem ecosystem, String id) {
    return Optional.empty();
  }

  @Override
  public DatabaseFacts facts() {
    return new DatabaseFacts(Optional.empty(), Instant.EPOCH);
  }

  @Override
  public void close() {}
}
