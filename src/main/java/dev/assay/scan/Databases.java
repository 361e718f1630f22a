package dev.assay.scan;

import dev.assay.advisory.Update;
import dev.assay.advisory.Upstream;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.builtin.BuiltIns;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.scan.ScanOptions.DatabaseUse;
import java.io.IOException;
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
    DatabaseUse use = options.database();
    updates()
        .ensure(
            options.cacheFolder(),
            needed,
            new Update.Options(use.skipUpdate() || use.offline(), use.repositories()));
    return AdvisoryDb.open(options.cacheFolder().resolve("db"));
  }

  /// Refreshes what the database has.
  void update() throws IOException {
    updates().refresh(options.cacheFolder());
  }

  private Update updates() {
    return new Update(BuiltIns.feeds(), http, Upstream.of(options.environment()), progress);
  }
}
