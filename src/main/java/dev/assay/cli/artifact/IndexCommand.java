package dev.assay.cli.artifact;

import dev.assay.model.ImageRef;
import dev.assay.registry.artifact.ReferrerList;
import dev.assay.scan.Publishing;
import dev.assay.scan.Publishing.Published;
import dev.assay.scan.ScanOptions;
import java.io.IOException;
import java.util.Locale;

/// `assay index REF`.
public final class IndexCommand {
  public static final String SUMMARY = "Attach inventories of an image's layers for later scans";

  private IndexCommand() {}

  /// Runs it.
  ///
  /// @param options for reading the image
  public static int run(Call call, ScanOptions options) throws IOException {
    ImageRef ref = call.onlyReference();
    call.settings().warnings().forEach(call.progress()::warn);
    for (Published published : Publishing.run(options, ref, call.progress())) {
      call.print(text(ref, published));
      if (published.artifact().way() == ReferrerList.Way.TAG) {
        call.progress()
            .warn(
                "the registry has no referrers API: the list is under the tag sha256-"
                    + published.artifact().subject().hex()
                    + ", which a rule for unused or immutable tags may touch");
      }
    }
    return 0;
  }

  private static String text(ImageRef ref, Published published) {
    return String.format(
        Locale.ROOT,
        "Attached to %s%ninventories of %d layers, %d bytes (%.4f %% of the image)%nDigest: %s%n",
        ref.at(published.artifact().subject()),
        published.layers(),
        published.inventoryBytes(),
        100.0 * published.inventoryBytes() / Math.max(1, published.imageBytes()),
        published.artifact().digest());
  }
}
