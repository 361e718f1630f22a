package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.LoginFlags;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.net.Http;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.check.Artifact;
import dev.assay.sign.check.Expected;
import dev.assay.sign.check.Verified;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.BundleWriter;
import dev.assay.sign.write.Statements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `assay sign-blob`, `attest-blob`, `verify-blob` and `verify-blob-attestation`: files instead of
/// images.
public final class BlobCommands {
  public static final List<FlagGroup> SIGN =
      List.of(SignFlags.HOW, LoginFlags.GROUP, SignFlags.BLOB);
  public static final List<FlagGroup> ATTEST =
      List.of(
          SignFlags.HOW,
          LoginFlags.GROUP,
          new FlagGroup(
              "Statement", List.of(SignFlags.PREDICATE, SignFlags.STATEMENT, VerifyFlags.TYPE)),
          SignFlags.BLOB);
  public static final List<FlagGroup> VERIFY =
      List.of(
          VerifyFlags.WHO,
          VerifyFlags.BLOB,
          new FlagGroup("What holds", List.of(VerifyFlags.ACCEPT_ATTESTATIONS)),
          VerifyFlags.TRUST);
  public static final List<FlagGroup> VERIFY_ATTESTATION =
      List.of(
          VerifyFlags.WHO,
          new FlagGroup("Statement", List.of(VerifyFlags.TYPE)),
          VerifyFlags.BLOB,
          VerifyFlags.TRUST);
  public static final List<Flag> SIGN_HIDDEN =
      List.of(SignFlags.USE_SIGNING_CONFIG, SignFlags.NEW_BUNDLE_FORMAT);
  public static final List<Flag> VERIFY_HIDDEN = VerifyFlags.MOOT;

  private final SignCall call;
  private final Settings settings;

  private BlobCommands(SignCall call) {
    this.call = call;
    this.settings = call.settings();
  }

  /// Signs a file.
  ///
  /// @return the exit code
  public static int sign(SignCall call) throws IOException {
    return new BlobCommands(call).sign(false);
  }

  /// Signs a statement about a file.
  ///
  /// @return the exit code
  public static int attest(SignCall call) throws IOException {
    return new BlobCommands(call).sign(true);
  }

  /// Verifies a file's signature.
  ///
  /// @return the exit code
  public static int verify(SignCall call) throws IOException {
    return new BlobCommands(call).verify(false);
  }

  /// Verifies a statement about a file.
  ///
  /// @return the exit code
  public static int verifyAttestation(SignCall call) throws IOException {
    return new BlobCommands(call).verify(true);
  }

  private int sign(boolean isAttestation) throws IOException {
    byte[] blob = blob(call.operand("FILE"));
    try (Http http = call.open(List.of())) {
      Signing signing = new Signing(call, http);
      BundleMaker maker = signing.maker();
      Bundle bundle;
      if (isAttestation) {
        String name = Path.of(call.operand("FILE")).getFileName().toString();
        bundle =
            maker.statement(
                StatementInput.read(settings, new Statements.Subject(name, Digest.sha256(blob))));
      } else {
        bundle = maker.message(blob);
      }
      signing.check(bundle, new Artifact.Content(Octets.of(blob)), maker);
      write(bundle, maker);
    }
    return 0;
  }

  private byte[] blob(String name) throws IOException {
    return name.equals("-")
        ? call.input((int) Artifact.MAX_WHOLE)
        : FileBytes.read(Path.of(name), (int) Artifact.MAX_WHOLE);
  }

  private void write(Bundle bundle, BundleMaker maker) throws IOException {
    String signature =
        switch (bundle.content()) {
          case Content.Message message -> message.signature().base64();
          case Envelope envelope ->
              new String(BundleWriter.write(envelope), StandardCharsets.UTF_8);
        };
    String whole = new String(BundleWriter.write(bundle), StandardCharsets.UTF_8);
    boolean isWritten =
        Stream.of(file(VerifyFlags.BUNDLE, whole), file(SignFlags.OUTPUT_SIGNATURE, signature))
            .anyMatch(written -> written);
    if (!maker.chain().isEmpty()) {
      file(
          SignFlags.OUTPUT_CERTIFICATE,
          new PemText("CERTIFICATE", maker.chain().getFirst()).text());
    }
    if (!isWritten) {
      call.print((maker.chain().isEmpty() ? signature : whole) + "\n");
    }
  }

  private boolean file(Flag flag, String content) {
    if (!settings.isSet(flag)) {
      return false;
    }
    Path file = Paths.of(settings.text(flag).orElseThrow(), settings.place(flag));
    try {
      Files.writeString(file, content);
      call.say("written: " + file);
      return true;
    } catch (IOException e) {
      throw new InputFailure("cannot write " + file + ": " + e.getMessage());
    }
  }

  private int verify(boolean isAttestation) throws IOException {
    String operand = call.operand("FILE or sha256:HEX");
    try {
      Artifact artifact = artifact(operand);
      Expected who = ExpectedReader.read(settings, new KeyReader(call)::publicKey, call.progress());
      Bundle bundle = new BlobSignature(settings).read(who instanceof Expected.ByKey);
      Verified verified = Trust.check(settings).verify(bundle, artifact, who);
      if (isAttestation) {
        BlobSignature.checkStatement(verified, settings.text(VerifyFlags.TYPE).orElse("custom"));
      } else {
        BlobSignature.checkSignature(verified, settings.isOn(VerifyFlags.ACCEPT_ATTESTATIONS));
      }
      call.say("Verified OK");
      return SignCode.HOLDS.code();
    } catch (Refused e) {
      call.say("error: cannot verify " + operand + ": " + e.reason().code() + ": " + e.detail());
      return e.reason() == Reason.WRONG_MATERIAL && e.detail().contains("no key was given")
          ? SignCode.NO_CERTIFICATE.code()
          : SignCode.REFUSED.code();
    }
  }

  private Artifact artifact(String operand) throws IOException {
    if (operand.matches("sha256:[0-9a-f]{64}")) {
      return new Artifact.Known(
          Hash.SHA256, Octets.of(HexFormat.of().parseHex(operand.substring("sha256:".length()))));
    }
    return operand.equals("-")
        ? new Artifact.Content(Octets.of(blob(operand)))
        : new Artifact.OfFile(Path.of(operand));
  }

  /// A file the user names, where one is named.
  static Optional<Path> named(Settings settings, Flag flag) {
    return settings.text(flag).map(text -> Paths.of(text, settings.place(flag)));
  }
}
