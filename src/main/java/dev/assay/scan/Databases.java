package dev.assay.scan;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// Opens the advisory database, after bringing it up to date for what was found.
final class Databases {
  private final ScanOptions options;
  private final Http http;
  private final Progress progress;

  Databases(ScanOptions options, Http http, Progress progress) {
    this.options = options;
    this.http = http;
    this.progress = progress;
  }

  /// @param needed the ecosystems whose advisories an artifact needs
  AdvisoryDb open(Set<Ecosystem> needed) throws IOException {
    Path folder = options.cacheFolder().resolve("db");
    progress.debug("advisories for " + needed + " from " + folder + http);
    return AdvisoryDb.open(folder);
  }

  /// Refreshes what the database has.
  void update() throws IOException {
    throw new dev.assay.failure.UsageFailure("not built yet");
  }
}
