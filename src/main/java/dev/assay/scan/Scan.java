package dev.assay.scan;

import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import java.io.IOException;

/// The use cases behind the scanning commands. Each returns the exit code of the run; what stops it
/// is thrown.
public final class Scan {
  private Scan() {}

  /// Scans images in registries, in the Docker daemon, or from `--input`.
  public static int image(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    throw notYet("image");
  }

  /// Scans folders as source trees: lock files and manifests count.
  public static int filesystem(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    throw notYet("fs");
  }

  /// Scans folders as root file systems: what is installed counts.
  public static int rootfs(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    throw notYet("rootfs");
  }

  private static UsageFailure notYet(String verb) {
    return new UsageFailure("cannot run `" + verb + "`: not built yet in this version");
  }
}
