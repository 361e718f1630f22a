package dev.assay.advisory.oci;

import dev.assay.advisory.db.Manifest;
import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.NetworkProblem;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.Registry;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// A database in a registry: its list is here and checked, its partitions are fetched one by one.
public final class RemoteDatabase {
  private final Registry registry;
  private final ImageRef ref;
  private final Digest digest;
  private final Manifest list;
  private final Map<Manifest.Partition, Descriptor> layers;

  private RemoteDatabase(Registry registry, ImageRef ref, ImageManifest manifest, Manifest list) {
    this.registry = registry;
    this.ref = ref;
    this.digest = manifest.digest();
    this.list = list;
    this.layers = DatabaseArtifact.layers(manifest, list);
  }

  /// Reads manifest and list of a database.
  ///
  /// @throws dev.assay.failure.Failure where there is none, or none that can be used
  public static RemoteDatabase open(Registry registry, ImageRef ref) {
    PulledManifest pulled = registry.manifest(ref);
    ImageManifest manifest =
        switch (pulled.manifest()) {
          case ImageManifest image -> image;
          case ImageIndex _ -> throw new DatabaseFailure("it is an index of images");
        };
    DatabaseArtifact.requireDatabase(manifest);
    return new RemoteDatabase(registry, ref, manifest, list(registry, ref, manifest.config()));
  }

  private static Manifest list(Registry registry, ImageRef ref, Descriptor config) {
    try (InputStream content = registry.openBlob(ref, config, "list")) {
      byte[] bytes = content.readNBytes(DatabaseArtifact.MAX_LIST_BYTES);
      Digest actual = Digest.of(config.digest().hasher().digest(bytes));
      if (!actual.equals(config.digest())) {
        throw new DatabaseFailure(
            "its list has the digest " + actual + ", the manifest says " + config.digest());
      }
      return parse(bytes);
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("read the list of " + ref);
    }
  }

  /// What is wrong here is wrong there: the database on this machine is to be left alone.
  private static Manifest parse(byte[] list) {
    try {
      return Manifest.parse(list);
    } catch (DatabaseFailure e) {
      DatabaseFailure failure =
          new DatabaseFailure(
              String.valueOf(e.getMessage()),
              "what the registry holds is damaged: push it anew with `assay db push`, or name"
                  + " another; the database here is as it was");
      failure.initCause(e);
      throw failure;
    }
  }

  /// The digest of its manifest.
  public Digest digest() {
    return digest;
  }

  /// What it has.
  public Manifest list() {
    return list;
  }

  /// The bytes of a partition's file, unchecked.
  public InputStream openPartition(Manifest.Partition partition, Progress progress) {
    Descriptor layer = layers.get(partition);
    if (layer == null) {
      throw new DatabaseFailure("there is no partition " + partition.id());
    }
    String what = "fetching " + partition.id();
    progress.step(what, 0, layer.sizeBytes());
    return new Told(registry.openBlob(ref, layer, "database"), what, layer.sizeBytes(), progress);
  }

  /// Tells how far it is.
  private static final class Told extends FilterInputStream {
    private final String what;
    private final long total;
    private final Progress progress;
    private long done;

    Told(InputStream in, String what, long total, Progress progress) {
      super(in);
      this.what = what;
      this.total = total;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      tell(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      tell(count);
      return count;
    }

    private void tell(int count) {
      if (count > 0) {
        done += count;
        progress.step(what, done, total);
      }
    }
  }
}
