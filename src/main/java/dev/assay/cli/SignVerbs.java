package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.artifact.ArtifactFlags;
import dev.assay.cli.artifact.IndexCommand;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.cli.ship.ShipCommand;
import dev.assay.cli.sign.BlobCommands;
import dev.assay.cli.sign.ConformanceCommand;
import dev.assay.cli.sign.KeyCommands;
import dev.assay.cli.sign.ShipSigning;
import dev.assay.cli.sign.SignCall;
import dev.assay.cli.sign.SignCommand;
import dev.assay.cli.sign.TrustCommands;
import dev.assay.cli.sign.VerifyCommand;
import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The verbs that sign and verify: their names and examples, and what they are given to work with.
final class SignVerbs {
  static final String SIGN_BLOB = "Sign a file";
  static final String ATTEST_BLOB = "Sign a statement about a file";
  static final String VERIFY_BLOB = "Verify who signed a file";
  static final String VERIFY_BLOB_ATTESTATION = "Verify a statement about a file";
  static final String SIGN = "Sign an image";
  static final String ATTEST = "Sign a statement about an image";
  static final String GENERATE = "Make a key pair to sign with";
  static final String IMPORT = "Encrypt a private key of another program's to sign with";
  static final String PUBLIC_KEY = "Print the public key of a key";
  static final String TRUST = "Update and inspect whom signatures are checked against";
  static final String TRUST_INFO = "Say whom signatures are checked against";
  static final String TRUST_INIT = "Begin with another instance of Sigstore";
  static final String TRUST_UPDATE = "Bring whom to trust up to date";
  static final String VERIFY = "Verify who signed an image";
  static final String VERIFY_ATTESTATION =
      "Verify statements about an image, and hold them to rules";

  private SignVerbs() {}

  static Verb verify() {
    return new Verb(
        "verify",
        VERIFY,
        "REF…",
        List.of(
            new Example("With a key", "assay verify --key cosign.pub ghcr.io/org/app:1.2"),
            new Example(
                "By a workflow of GitHub's",
                "assay verify --certificate-identity-regexp '^https://github.com/org/app/'"
                    + " --certificate-oidc-issuer https://token.actions.githubusercontent.com"
                    + " ghcr.io/org/app:1.2"),
            new Example(
                "Without a network",
                "assay verify --local-image --trusted-root trusted_root.json --key cosign.pub"
                    + " ./layout")),
        VerifyCommand.VERIFY,
        VerifyCommand.HIDDEN,
        call -> VerifyCommand.signatures(new Given(call)));
  }

  static Verb verifyAttestation() {
    return new Verb(
        "verify-attestation",
        VERIFY_ATTESTATION,
        "REF…",
        List.of(
            new Example(
                "An SBOM by the build",
                "assay verify-attestation --type spdxjson --key cosign.pub ghcr.io/org/app:1.2"),
            new Example(
                "A rule over what is said",
                "assay verify-attestation --type vuln --policy 'vulnerabilities == []'"
                    + " --key cosign.pub ghcr.io/org/app:1.2")),
        VerifyCommand.ATTESTATION,
        VerifyCommand.HIDDEN,
        call -> VerifyCommand.attestations(new Given(call)));
  }

  static Verb sign() {
    return new Verb(
        "sign",
        SIGN,
        "REF…",
        List.of(
            new Example(
                "With a key, in no public log",
                "assay sign --key cosign.key --tlog-upload=false ghcr.io/org/app:1.2"),
            new Example("In a job with an identity", "assay sign --yes ghcr.io/org/app:1.2")),
        SignCommand.SIGN,
        SignCommand.HIDDEN,
        call -> SignCommand.sign(new Given(call)));
  }

  static Verb attest() {
    return new Verb(
        "attest",
        ATTEST,
        "REF…",
        List.of(
            new Example(
                "A bill of materials",
                "assay attest --type cyclonedx --predicate bom.json --key cosign.key"
                    + " --tlog-upload=false ghcr.io/org/app:1.2")),
        SignCommand.ATTEST,
        SignCommand.HIDDEN,
        call -> SignCommand.attest(new Given(call)));
  }

  static Verb generateKeyPair() {
    return new Verb(
        "generate-key-pair",
        GENERATE,
        "",
        List.of(
            new Example(
                "cosign.key, encrypted with a password, and cosign.pub", "assay generate-key-pair"),
            new Example(
                "A key that AWS makes and keeps, and cosign.pub",
                "assay generate-key-pair --kms awskms:///alias/release")),
        KeyCommands.GENERATE,
        List.of(),
        call -> {
          call.noOperands();
          return KeyCommands.generate(new Given(call));
        });
  }

  static Verb importKeyPair() {
    return new Verb(
        "import-key-pair",
        IMPORT,
        "",
        List.of(new Example("A key of OpenSSL's", "assay import-key-pair --key key.pem")),
        KeyCommands.IMPORT,
        List.of(),
        call -> {
          call.noOperands();
          return KeyCommands.imported(new Given(call));
        });
  }

  static Verb publicKey() {
    return new Verb(
        "public-key",
        PUBLIC_KEY,
        "",
        List.of(new Example("Of a private key", "assay public-key --key cosign.key")),
        KeyCommands.PUBLIC,
        List.of(),
        call -> {
          call.noOperands();
          return KeyCommands.publicKey(new Given(call));
        });
  }

  static Verb signBlob() {
    return new Verb(
        "sign-blob",
        SIGN_BLOB,
        "FILE",
        List.of(
            new Example(
                "With a key",
                "assay sign-blob --key cosign.key --tlog-upload=false --bundle app.sigstore.json"
                    + " app.tar")),
        BlobCommands.SIGN,
        BlobCommands.SIGN_HIDDEN,
        call -> BlobCommands.sign(new Given(call)));
  }

  static Verb attestBlob() {
    return new Verb(
        "attest-blob",
        ATTEST_BLOB,
        "FILE",
        List.of(
            new Example(
                "A bill of materials",
                "assay attest-blob --type cyclonedx --predicate bom.json --key cosign.key"
                    + " --tlog-upload=false --bundle app.att.json app.tar")),
        BlobCommands.ATTEST,
        BlobCommands.SIGN_HIDDEN,
        call -> BlobCommands.attest(new Given(call)));
  }

  static Verb verifyBlob() {
    return new Verb(
        "verify-blob",
        VERIFY_BLOB,
        "FILE|sha256:HEX",
        List.of(
            new Example(
                "With a key",
                "assay verify-blob --key cosign.pub --bundle app.sigstore.json app.tar")),
        BlobCommands.VERIFY,
        BlobCommands.VERIFY_HIDDEN,
        call -> BlobCommands.verify(new Given(call)));
  }

  static Verb verifyBlobAttestation() {
    return new Verb(
        "verify-blob-attestation",
        VERIFY_BLOB_ATTESTATION,
        "FILE|sha256:HEX",
        List.of(
            new Example(
                "A bill of materials",
                "assay verify-blob-attestation --type cyclonedx --key cosign.pub --bundle"
                    + " app.att.json app.tar")),
        BlobCommands.VERIFY_ATTESTATION,
        BlobCommands.VERIFY_HIDDEN,
        call -> BlobCommands.verifyAttestation(new Given(call)));
  }

  static Verb ship() {
    return new Verb(
        "ship",
        ShipCommand.SUMMARY,
        "REF",
        List.of(
            new Example(
                "Say what would be done",
                "assay ship --dry-run ghcr.io/org/app:1.2 --to prod.example.com/app:1.2"),
            new Example(
                "As a workflow of GitHub's, if nothing critical is in it",
                "assay ship --severity CRITICAL --sign --yes ghcr.io/org/app:1.2"
                    + " --to prod.example.com/app:1.2"),
            new Example(
                "With a key, in no public log",
                "assay ship --sign=cosign.key --tlog-upload=false org/app:1.2"
                    + " --to prod.example.com/app:1.2")),
        Stream.of(
                ShipCommand.OWN.stream(),
                ScanRequest.shippingGroups(),
                Stream.of(ArtifactFlags.SIDES))
            .flatMap(groups -> groups)
            .toList(),
        List.of(),
        call -> {
          Given given = new Given(call);
          return ScanRequest.run(
              call,
              ShipCommand.subject(given),
              (options, progress, outputs) -> ShipCommand.run(given, options, outputs));
        });
  }

  static Verbs.Family trust() {
    return new Verbs.Family(
        "trust",
        TRUST,
        List.of(
            new Verbs.Entry(List.of("info"), TRUST_INFO, SignVerbs::trustInfo),
            new Verbs.Entry(List.of("init", "initialize"), TRUST_INIT, SignVerbs::trustInit),
            new Verbs.Entry(List.of("update"), TRUST_UPDATE, SignVerbs::trustUpdate)),
        List.of());
  }

  private static Verb trustInfo() {
    return new Verb(
        "trust info",
        TRUST_INFO,
        "",
        List.of(),
        List.of(),
        List.of(),
        call -> {
          call.noOperands();
          return TrustCommands.info(new Given(call));
        });
  }

  private static Verb trustInit() {
    return new Verb(
        "trust init",
        TRUST_INIT,
        "",
        List.of(
            new Example(
                "An instance of your own",
                "assay trust init --mirror https://tuf.example.com --root root.json")),
        TrustCommands.INIT,
        List.of(),
        call -> {
          call.noOperands();
          return TrustCommands.init(new Given(call));
        });
  }

  private static Verb trustUpdate() {
    return new Verb(
        "trust update",
        TRUST_UPDATE,
        "",
        List.of(new Example("Sigstore's public instance, or yours", "assay trust update")),
        List.of(),
        List.of(),
        call -> {
          call.noOperands();
          return TrustCommands.update(new Given(call));
        });
  }

  /// What signs the inventories that `assay index` attached; empty where that is not asked for.
  static Optional<IndexCommand.Signer> inventories(Invocation call) {
    if (!ShipSigning.isAsked(call.settings())) {
      return Optional.empty();
    }
    if (call.settings().isOn(RegistryFlags.PASSWORD_STDIN)) {
      throw new UsageFailure(
          "cannot use `--password-stdin` where something is signed as well",
          "`assay login` first: standard input is there once");
    }
    return Optional.of(
        refs -> SignCommand.sign(new Given(call, refs.stream().map(ImageRef::toString).toList())));
  }

  /// What Sigstore's conformance suite calls; help does not show it.
  static Verbs.Family conformance() {
    return new Verbs.Family(
        "sigstore-conformance",
        "What Sigstore's conformance suite calls",
        List.of(
            new Verbs.Entry(
                List.of("verify-bundle"),
                "Verify a bundle",
                () ->
                    new Verb(
                        "sigstore-conformance verify-bundle",
                        "Verify a bundle",
                        "FILE|sha256:HEX",
                        List.of(),
                        ConformanceCommand.FLAGS,
                        List.of(),
                        call -> ConformanceCommand.verify(new Given(call))))),
        List.of());
  }

  /// An invocation, as the other package sees it.
  ///
  /// @param operands what is signed or verified
  private record Given(Invocation call, List<String> operands) implements SignCall {
    Given(Invocation call) {
      this(call, call.operands());
    }

    @Override
    public Settings settings() {
      return call.settings();
    }

    @Override
    public void print(String text) throws IOException {
      call.print(text);
    }

    @Override
    public void say(String line) {
      call.console().say("", line);
    }

    @Override
    public Progress progress() {
      return call.progress();
    }

    @Override
    public Http open(List<String> hosts) {
      boolean isInsecure =
          settings().isOn(GlobalFlags.INSECURE) || settings().isOn(VerifyFlags.ALLOW_INSECURE);
      return Connections.open(hosts, isInsecure, call);
    }

    @Override
    public boolean hasTerminal() {
      return Terminal.canAsk(settings().environment());
    }

    @Override
    public Optional<String> secret(String question) {
      return Terminal.canAsk(settings().environment())
          ? Optional.of(Terminal.askSecret(question))
          : Optional.empty();
    }

    @Override
    public Optional<String> ask(String question) {
      return Terminal.canAsk(settings().environment())
          ? Optional.of(Terminal.ask(question))
          : Optional.empty();
    }

    @Override
    public byte[] input(int most) throws IOException {
      return call.console().in().readNBytes(most);
    }

    @Override
    public String operand(String label) {
      return call.operand(label);
    }

    @Override
    public String help() {
      return "see `assay help " + call.verb().name() + "`";
    }
  }
}
