package dev.assay.cli.sign;

import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.TrustFlags;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.trust.SigningConfig;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.tuf.TrustUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Whom to trust: the file that is named, else what `assay trust update` has fetched, else what
/// comes with the program. None of them opens a connection.
final class Trust {
  /// Below the cache folder.
  static final String FOLDER = "trust";

  private static final String FETCHED_SERVICES = FOLDER + "/" + TrustUpdate.SIGNING_CONFIG;

  private Trust() {}

  static TrustedRoot root(Settings settings) {
    if (settings.isSet(VerifyFlags.TRUSTED_ROOT)) {
      Path file =
          Paths.of(
              settings.text(VerifyFlags.TRUSTED_ROOT).orElse(""),
              settings.place(VerifyFlags.TRUSTED_ROOT));
      return read(file);
    }
    return TrustFlags.fetched(settings).map(Trust::read).orElseGet(TrustedRoot::embedded);
  }

  /// Which services sign, where no flag says so.
  static SigningConfig services(Settings settings) {
    Path fetched = GlobalFlags.cacheFolder(settings).resolve(FETCHED_SERVICES);
    return Files.exists(fetched)
        ? SigningConfig.read(FileBytes.read(fetched, SigningConfig.MAX_BYTES), fetched.toString())
        : SigningConfig.embedded();
  }

  private static TrustedRoot read(Path file) {
    return TrustedRoot.read(FileBytes.read(file, TrustedRoot.MAX_BYTES), file.toString());
  }

  /// The verifier that the flags describe.
  static BundleCheck check(Settings settings) {
    Strictness strictness =
        new Strictness(
            settings.isOn(VerifyFlags.IGNORE_TLOG), settings.isOn(VerifyFlags.IGNORE_SCT));
    if (settings.isSet(VerifyFlags.TRUSTED_ROOT)) {
      return new BundleCheck(root(settings), strictness, Instant.now());
    }
    return new BundleCheck(() -> root(settings), strictness, Instant.now());
  }
}
