package dev.assay.advisory;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.Manifest;
import dev.assay.failure.DatabaseFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `db info`: what the database in use is made of.
///
/// @param manifest its sources and partitions
/// @param problems what a full check found damaged; empty without a check
public record DbInfo(Manifest manifest, List<String> problems) {
  public DbInfo {
    problems = List.copyOf(problems);
  }

  /// Reads the database of a cache folder.
  ///
  /// @param verify whether every byte is compared with its checksum
  /// @throws DatabaseFailure where there is none, or its manifest is damaged
  public static DbInfo read(Path cacheFolder, boolean verify) throws IOException {
    Path folder = cacheFolder.resolve("db");
    try (AdvisoryDb db = AdvisoryDb.open(folder)) {
      Manifest manifest = AdvisoryDb.manifest(folder).orElseThrow();
      return new DbInfo(manifest, verify ? db.verify() : List.of());
    }
  }
}
