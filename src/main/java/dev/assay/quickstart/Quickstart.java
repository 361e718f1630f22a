package dev.assay.quickstart;

import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import dev.assay.scan.Outputs;
import dev.assay.scan.ScanOptions;
import java.io.IOException;

/// The sample, from push to report.
public final class Quickstart {
  private Quickstart() {}

  /// Scans the sample.
  ///
  /// @param options what the user said; subject and database are the sample's own
  /// @return the exit code
  public static int run(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    throw new UsageFailure("cannot run `quickstart`: not built yet in this version");
  }
}
