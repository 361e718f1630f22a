package dev.assay.scan;

import dev.assay.advisory.Repositories;
import dev.assay.advisory.Update;
import dev.assay.advisory.Upstream;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.builtin.BuiltIns;
import dev.assay.model.Ecosystem;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.scan.ScanOptions.DatabaseUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Opens the advisory database, after bringing it up to date for what was found.
final class Databases {
  private final ScanOptions options;
  private final Network network;
  private final Progress progress;

  Databases(ScanOptions options, Network network, Progress progress) {
    this.options = options;
    this.network = network;
    this.progress = progress;
  }

  /// @param needed the ecosystems whose advisories an artifact needs; where it needs none there
  ///   need be no database
  AdvisoryDb open(Set<Ecosystem> needed) throws IOException {
    DatabaseUse use = options.database();
    updates()
        .ensure(
            options.cacheFolder(),
            needed,
            new Update.Options(use.skipUpdate() || use.offline(), repositories()));
    Path folder = options.cacheFolder().resolve("db");
    return needed.isEmpty() && AdvisoryDb.manifest(folder).isEmpty()
        ? AdvisoryDb.none()
        : AdvisoryDb.open(folder);
  }

  /// Refreshes what the database has.
  void update() throws IOException {
    Optional<Repositories> repositories = repositories();
    if (repositories.isPresent()) {
      repositories.get().refresh(options.cacheFolder());
    } else {
      updates().refresh(options.cacheFolder());
    }
  }

  private Optional<Repositories> repositories() {
    List<ImageRef> refs = options.database().repositories();
    return refs.isEmpty()
        ? Optional.empty()
        : Optional.of(new Repositories(refs, network::databaseRegistry, progress));
  }

  private Update updates() {
    return new Update(
        BuiltIns::feeds, network.http(), Upstream.of(options.environment()), progress);
  }
}
