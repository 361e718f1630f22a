package dev.assay.cli.sign;

import dev.assay.cli.flag.Paths;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.registry.aws.AwsJsonService;
import dev.assay.registry.aws.EcrSettings;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.key.KeyFile;
import dev.assay.sign.key.KmsReference;
import dev.assay.sign.key.KmsSigner;
import dev.assay.sign.key.Signer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Finds the key that a reference names: a file, `env://VARIABLE`, or `awskms://[ENDPOINT]/KEY`.
final class KeyReader {
  private static final int MAX_KEY = 1 << 20;
  private static final String ENVIRONMENT = "env://";
  private static final List<String> LATER =
      List.of("gcpkms://", "azurekms://", "hashivault://", "k8s://", "pkcs11:", "gitlab://");

  private final SignCall call;

  KeyReader(SignCall call) {
    this.call = call;
  }

  /// The public key; a private key's file gives its public one.
  VerifyKey publicKey(String reference) {
    if (reference.startsWith(KmsReference.SCHEME)) {
      return kept(reference).publicKey();
    }
    String pem = text(reference);
    return KeyFile.isPrivate(pem)
        ? KeyFile.read(pem, this::password, reference).publicKey()
        : VerifyKey.ofPem(pem, shown(reference));
  }

  /// The private key.
  Signer signer(String reference) {
    return reference.startsWith(KmsReference.SCHEME)
        ? kept(reference)
        : KeyFile.read(text(reference), this::password, shown(reference));
  }

  /// A key that AWS keeps, or is to make. What is posted there is never sent without checks of who
  /// answers.
  KmsSigner kept(String text) {
    KmsReference reference = KmsReference.parse(text);
    if (environment().getOrDefault("AWS_TLS_INSECURE_SKIP_VERIFY", "").equals("1")) {
      call.progress()
          .warn("AWS_TLS_INSECURE_SKIP_VERIFY has no effect: name the authority with --cacert");
    }
    EcrSettings settings =
        new EcrSettings(environment(), reference.region(), call.open(List.of()), call.progress());
    return new KmsSigner(reference, new AwsJsonService(settings, "kms", reference.endpoint()));
  }

  private static String shown(String reference) {
    return "key " + reference;
  }

  private String text(String reference) {
    if (reference.startsWith(ENVIRONMENT)) {
      String name = reference.substring(ENVIRONMENT.length());
      String value = environment().getOrDefault(name, "");
      if (value.isEmpty()) {
        throw new InputFailure("cannot read the key: the variable `" + name + "` is not set");
      }
      return value;
    }
    for (String scheme : LATER) {
      if (reference.startsWith(scheme)) {
        throw new UsageFailure(
            "cannot use a key of " + scheme + ": it is not built yet in this version",
            "a file, env://VARIABLE, or awskms:///alias/NAME");
      }
    }
    return new String(
        FileBytes.read(Paths.of(reference, "the key"), MAX_KEY), StandardCharsets.UTF_8);
  }

  private Map<String, String> environment() {
    return call.settings().environment();
  }

  /// The password of an encrypted key; an empty one is one too.
  String password() {
    String said = environment().get("COSIGN_PASSWORD");
    return said != null ? said : call.secret("password for the private key: ").orElse("");
  }
}
