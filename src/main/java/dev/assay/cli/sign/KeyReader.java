package dev.assay.cli.sign;

import dev.assay.cli.flag.Paths;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.key.KeyFile;
import dev.assay.sign.key.Signer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Finds the key that a reference names: a file, or `env://VARIABLE`.
final class KeyReader {
  private static final int MAX_KEY = 1 << 20;
  private static final String ENVIRONMENT = "env://";
  private static final List<String> LATER =
      List.of(
          "awskms://",
          "gcpkms://",
          "azurekms://",
          "hashivault://",
          "k8s://",
          "pkcs11:",
          "gitlab://");

  private final SignCall call;

  KeyReader(SignCall call) {
    this.call = call;
  }

  /// The public key; a private key's file gives its public one.
  VerifyKey publicKey(String reference) {
    String pem = text(reference);
    return KeyFile.isPrivate(pem)
        ? KeyFile.read(pem, this::password, reference).publicKey()
        : VerifyKey.ofPem(pem, shown(reference));
  }

  /// The private key.
  Signer signer(String reference) {
    return KeyFile.read(text(reference), this::password, shown(reference));
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
            "a file or env://VARIABLE");
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
