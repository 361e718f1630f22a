package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.ExitCode;
import dev.assay.failure.Failure;
import dev.assay.failure.UsageFailure;
import dev.assay.sign.bundle.BundleReader;
import dev.assay.sign.check.Artifact;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// `assay sigstore-conformance verify-bundle`: what Sigstore's suite for clients calls. It answers
/// with 0 or 1 alone, and asks nobody: the public instance's trusted root is in the program.
///
/// Source: <https://github.com/sigstore/sigstore-conformance/blob/main/docs/cli_protocol.md>
public final class ConformanceCommand {
  private static final Flag STAGING =
      Flag.toggle("staging", "the staging instance; it needs --trusted-root");

  private static final int MAX_KEY = 1 << 16;

  /// What it takes.
  public static final List<FlagGroup> FLAGS =
      List.of(
          new FlagGroup(
              "Bundle",
              List.of(
                  VerifyFlags.BUNDLE,
                  VerifyFlags.KEY,
                  VerifyFlags.IDENTITY,
                  VerifyFlags.ISSUER,
                  VerifyFlags.TRUSTED_ROOT,
                  STAGING)));

  private ConformanceCommand() {}

  /// Verifies one bundle.
  ///
  /// @return 0 or 1
  public static int verify(SignCall call) {
    try {
      check(call);
      return ExitCode.OK.code();
    } catch (Refused e) {
      call.say("refused: " + e.reason().code() + ": " + e.detail());
    } catch (Failure e) {
      call.say("refused: " + e.getMessage());
    }
    return ExitCode.GATE.code();
  }

  private static void check(SignCall call) throws Refused {
    Settings settings = call.settings();
    Path bundle =
        Path.of(
            settings
                .text(VerifyFlags.BUNDLE)
                .orElseThrow(() -> new UsageFailure("cannot verify without `--bundle FILE`")));
    new BundleCheck(root(settings), Strictness.FULL, Instant.now())
        .verify(
            BundleReader.read(FileBytes.read(bundle, BundleReader.MAX_BYTES)),
            artifact(call.operand("FILE or sha256:HEX")),
            ExpectedReader.read(
                settings,
                key ->
                    VerifyKey.ofPem(
                        new String(FileBytes.read(Path.of(key), MAX_KEY), StandardCharsets.UTF_8),
                        key),
                call.progress()));
  }

  private static TrustedRoot root(Settings settings) {
    if (settings.isSet(VerifyFlags.TRUSTED_ROOT)) {
      Path file =
          Paths.of(
              settings.text(VerifyFlags.TRUSTED_ROOT).orElse(""),
              settings.place(VerifyFlags.TRUSTED_ROOT));
      return TrustedRoot.read(FileBytes.read(file, TrustedRoot.MAX_BYTES), file.toString());
    }
    if (settings.isOn(STAGING)) {
      throw new UsageFailure("cannot verify against staging without `--trusted-root FILE`");
    }
    return TrustedRoot.embedded();
  }

  private static Artifact artifact(String operand) {
    if (operand.matches("sha256:[0-9a-f]{64}")) {
      return new Artifact.Known(
          Hash.SHA256, Octets.of(HexFormat.of().parseHex(operand.substring("sha256:".length()))));
    }
    return new Artifact.OfFile(Path.of(operand));
  }
}
