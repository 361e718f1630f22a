package dev.assay.scan;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.image.Attestor;
import dev.assay.image.attached.AttachedInventories;
import dev.assay.image.attached.AttachedTrust;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.registry.ContentStore;
import dev.assay.scan.ScanOptions.RungChoice;
import java.time.Instant;
import java.util.Optional;

/// What others say is in an image, as far as the user trusts them.
final class Attestation {
  private final RungChoice rung;
  private final Optional<AttachedTrust> trust;
  private final Progress progress;

  /// @throws UsageFailure where only what is attached may be used and nobody is trusted
  Attestation(ScanOptions options, Progress progress) {
    this.rung = options.analysis().rung();
    this.progress = progress;
    TrustPolicy policy = options.analysis().trust();
    if (rung == RungChoice.ATTACHED && policy.isEmpty()) {
      throw new UsageFailure(
          "cannot use `--analysis attached` without anyone to trust: whoever can push can attach",
          "name a key with --trust-key, or a signer with --trust-identity and --trust-issuer");
    }
    boolean isUsed =
        rung == RungChoice.ATTACHED || rung == RungChoice.AUTO || rung == RungChoice.PEEK;
    this.trust =
        isUsed && !policy.isEmpty()
            ? Optional.of(new TrustedSigners(policy, Instant.now(), progress))
            : Optional.empty();
  }

  /// For the images of a repository.
  Attestor of(ContentStore registry, ImageRef repository) {
    if (trust.isEmpty()) {
      return Attestor.NONE;
    }
    AttachedInventories attached =
        new AttachedInventories(registry, repository, trust.get(), progress);
    return rung == RungChoice.ATTACHED
        ? attached
        : (image, rules) -> {
          try {
            return attached.find(image, rules);
          } catch (RemoteFailure | InputFailure e) {
            // Reading the layers proves more, and fails by itself where the network does.
            progress.warn("what is attached is not used: " + e.getMessage());
            return Optional.empty();
          }
        };
  }
}
