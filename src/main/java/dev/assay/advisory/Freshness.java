package dev.assay.advisory;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.db.PartitionId;
import dev.assay.failure.DatabaseFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which partitions of a database folder were built or compared with their upstream within a day.
final class Freshness {
  private static final Duration FRESH = Duration.ofDays(1);

  private final Path folder;
  private final InstantSource clock;

  Freshness(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// What is in use; a damaged one counts as none: it is fetched anew.
  Optional<Manifest> manifest() throws IOException {
    try {
      return AdvisoryDb.manifest(folder);
    } catch (DatabaseFailure e) {
      return Optional.empty();
    }
  }

  /// Which of these are not. Upstream need not have a partition: that it was asked counts.
  Set<PartitionId> stale(Collection<PartitionId> asked) throws IOException {
    if (manifest().isEmpty()) {
      return new TreeSet<>(asked);
    }
    Instant now = clock.instant();
    CheckedTimes checked = CheckedTimes.read(folder);
    Set<PartitionId> stale = new TreeSet<>();
    for (PartitionId id : asked) {
      Instant time = checked.of(id).orElse(Instant.MIN);
      if (time.isAfter(now) || !time.isAfter(now.minus(FRESH))) {
        stale.add(id);
      }
    }
    return stale;
  }

  /// Writes down that these were checked now.
  void checked(Collection<PartitionId> ids) throws IOException {
    CheckedTimes.read(folder).write(ids, clock.instant());
  }

  /// The same for a database that replaces whatever was there.
  void checkedAlone(Collection<PartitionId> ids) throws IOException {
    CheckedTimes.none(folder).write(ids, clock.instant());
  }
}
