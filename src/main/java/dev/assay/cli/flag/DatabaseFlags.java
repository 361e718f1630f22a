package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Origin;
import dev.assay.model.ImageRef;
import dev.assay.scan.ScanOptions.DatabaseUse;
import java.util.List;

/// Which advisories are used.
public final class DatabaseFlags {
  public static final Flag SKIP_DB_UPDATE =
      Flag.toggle("skip-db-update", "use the database there is, never the network")
          .alias("skip-update")
          .key("db.skip-update");
  public static final Flag OFFLINE_SCAN =
      Flag.toggle("offline-scan", "no network but for the image itself").key("scan.offline");
  public static final Flag DOWNLOAD_DB_ONLY =
      Flag.toggle("download-db-only", "bring the database up to date, scan nothing")
          .key("db.download-only")
          .note("the same as `assay db update`");
  public static final Flag DB_REPOSITORY =
      Flag.list("db-repository", "REPOSITORY,…", "fetch the database from here, best first")
          .key("db.repository")
          .from(Origin.TRIVY_WITHOUT_VARIABLE)
          .note("a database of Assay's (`assay db push`); `TRIVY_DB_REPOSITORY` is not read");

  public static final FlagGroup GROUP =
      new FlagGroup(
          "Database", List.of(SKIP_DB_UPDATE, OFFLINE_SCAN, DOWNLOAD_DB_ONLY, DB_REPOSITORY));

  private DatabaseFlags() {}

  /// Which advisories are used.
  public static DatabaseUse read(Settings settings) {
    return new DatabaseUse(
        settings.isOn(SKIP_DB_UPDATE),
        settings.isOn(OFFLINE_SCAN),
        repositories(settings),
        settings.isOn(DOWNLOAD_DB_ONLY));
  }

  /// The repositories to fetch the database from, best first.
  ///
  /// @throws dev.assay.failure.UsageFailure where one is no reference
  public static List<ImageRef> repositories(Settings settings) {
    return settings.list(DB_REPOSITORY).stream().map(ImageRef::parse).toList();
  }
}
