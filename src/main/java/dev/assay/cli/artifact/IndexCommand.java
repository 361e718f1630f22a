package dev.assay.cli.artifact;

import dev.assay.model.ImageRef;
import dev.assay.registry.artifact.ReferrerList;
import dev.assay.scan.Publishing;
import dev.assay.scan.Publishing.Published;
import dev.assay.scan.ScanOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `assay index REF`.
public final class IndexCommand {
  public static final String SUMMARY = "Attach inventories of an image's layers for later scans";

  private IndexCommand() {}

  /// Signs what was attached.
  @FunctionalInterface
  public interface Signer {
    /// @param inventories by digest
    /// @return the exit code
    int sign(List<ImageRef> inventories) throws IOException;
  }

  /// Runs it.
  ///
  /// @param options for reading the image
  /// @param signer empty where nothing is to be signed
  /// @return the exit code
  public static int run(Call call, ScanOptions options, Optional<Signer> signer)
      throws IOException {
    ImageRef ref = call.onlyReference();
    List<ImageRef> inventories = new ArrayList<>();
    call.settings().warnings().forEach(call.progress()::warn);
    for (Published published : Publishing.run(options, ref, call.progress())) {
      call.print(text(ref, published));
      inventories.add(ref.at(published.artifact().digest()));
      if (published.artifact().way() == ReferrerList.Way.TAG) {
        call.progress()
            .warn(
                "the registry has no referrers API: the list is under the tag sha256-"
                    + published.artifact().subject().hex()
                    + ", which a rule for unused or immutable tags may touch");
      }
    }
    return signer.isEmpty() || inventories.isEmpty() ? 0 : signer.get().sign(inventories);
  }

  private static String text(ImageRef ref, Published published) {
    return String.format(
        Locale.ROOT,
        "Attached to %s%ninventory of %d layers, %d bytes (%.4f %% of the image)%nDigest: %s%n",
        ref.at(published.artifact().subject()),
        published.layers(),
        published.inventoryBytes(),
        100.0 * published.inventoryBytes() / Math.max(1, published.imageBytes()),
        published.artifact().digest());
  }
}
