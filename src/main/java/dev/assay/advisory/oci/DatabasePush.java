package dev.assay.advisory.oci;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.Manifest;
import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.Request;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `db push`: the database of this machine, into a registry.
public final class DatabasePush {
  private final Registry registry;
  private final Progress progress;

  public DatabasePush(Registry registry, Progress progress) {
    this.registry = registry;
    this.progress = progress;
  }

  /// What was done.
  ///
  /// @param digest of the manifest
  /// @param partitions how many the database has
  /// @param sent how many of them the registry did not have
  /// @param sentBytes their bytes
  public record Pushed(Digest digest, int partitions, int sent, long sentBytes) {}

  /// Pushes the database of a cache folder. What the registry has is not sent again. The manifest
  /// comes last, so that a tag never names half a database.
  ///
  /// @throws DatabaseFailure where there is none, or it is damaged
  public Pushed run(Path cacheFolder, ImageRef ref) throws IOException {
    Path folder = cacheFolder.resolve("db");
    Manifest database = proven(folder);
    int sent = 0;
    long sentBytes = 0;
    long done = 0;
    long total = database.partitions().stream().mapToLong(Manifest.Partition::sizeBytes).sum();
    for (Manifest.Partition partition : database.partitions()) {
      progress.step("pushing " + ref, done, total);
      Path file = AdvisoryDb.file(folder, partition);
      Request.Body body = Request.Body.of("application/octet-stream", file, partition.sizeBytes());
      if (registry.pushBlob(ref, partition.sha256(), body)) {
        sent++;
        sentBytes += partition.sizeBytes();
      }
      done += partition.sizeBytes();
    }
    progress.step("pushing " + ref, total, total);
    byte[] list = database.toJson();
    registry.pushBlob(ref, Digest.sha256(list), Request.Body.of("application/octet-stream", list));
    byte[] manifest = DatabaseArtifact.write(database, list);
    Digest digest = registry.pushManifest(ref, manifest, MediaTypes.OCI_MANIFEST);
    return new Pushed(digest, database.partitions().size(), sent, sentBytes);
  }

  private static Manifest proven(Path folder) throws IOException {
    try (AdvisoryDb db = AdvisoryDb.open(folder)) {
      List<String> problems = db.verify();
      if (!problems.isEmpty()) {
        throw new DatabaseFailure(
            "cannot push the advisory database: " + String.join("; ", problems),
            "run `assay db update` or `assay db build` again");
      }
      return AdvisoryDb.manifest(folder).orElseThrow();
    }
  }
}
