package dev.assay.sign.key;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.registry.aws.AwsJsonService;
import dev.assay.registry.aws.AwsJsonService.Answer;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A key that AWS keeps. Its public half is asked for once; a digest goes there to be signed, and
/// what comes back is checked with the public half before anybody else sees it.
///
/// It needs two permissions, `kms:GetPublicKey` and `kms:Sign`; to make a key, `kms:CreateKey` and
/// `kms:CreateAlias` too.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html>,
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html>
public final class KmsSigner implements Signer {
  private static final int MAX_REASON = 300;

  /// PKCS #1 first: with RSA keys, that is what others check.
  private static final List<String> RSA =
      List.of("RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PSS_SHA_256");

  private final KmsReference reference;
  private final AwsJsonService service;
  private Optional<Key> known = Optional.empty();

  /// What AWS says of the key.
  private record Key(String arn, VerifyKey open, String algorithm, Hash hash) {}

  public KmsSigner(KmsReference reference, AwsJsonService service) {
    this.reference = reference;
    this.service = service;
  }

  @Override
  public VerifyKey publicKey() {
    return key().open;
  }

  @Override
  public Hash hash() {
    return key().hash;
  }

  @Override
  public byte[] sign(byte[] message) {
    Key key = key();
    String action = "sign with " + reference;
    byte[] digest = key.hash.of(message);
    byte[] request =
        JsonOutput.compact(json ->
            json.object(() -> {
              // The key whose public half is known, wherever an alias points meanwhile.
              json.put("KeyId", key.arn);
              json.put("Message", Octets.of(digest).base64());
              json.put("MessageType", "DIGEST");
              json.put("SigningAlgorithm", key.algorithm);
            }));
    Json answer = ask("Sign", request, action);
    byte[] signature = decoded(answer.text("Signature"), action);
    boolean isSigned =
        answer.text("KeyId").equals(key.arn)
            && key.open.verifiesDigest(digest, signature, key.hash);
    if (!isSigned) {
      throw new RemoteFailure(
          "cannot " + action + ": AWS answers with a signature that is not this key's",
          "whatever stands at that address is not AWS: check AWS_ENDPOINT_URL and the reference");
    }
    return signature;
  }

  private synchronized Key key() {
    Key key = known.orElseGet(() -> find(reference.key()));
    known = Optional.of(key);
    return key;
  }

  /// Makes a key, ECDSA on P-256, that the reference's alias names, unless it names one already.
  ///
  /// Source: <https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html>
  ///
  /// @return whether it was made
  /// @throws Failure where AWS does not make it, or the reference has no alias
  public boolean make() {
    String action = "make the key " + reference;
    if (!reference.key().startsWith("alias/")) {
      throw new UsageFailure(
          "cannot " + action + ": only an alias can be chosen for a new key",
          "such as awskms:///alias/release");
    }
    Answer there = call("GetPublicKey", named(reference.key()), action);
    if (!there.error().equals("NotFoundException")) {
      // With whatever else AWS has to say.
      publicKey();
      return false;
    }
    byte[] request =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("Description", "signs what is released, made by assay");
              json.put("KeySpec", "ECC_NIST_P256");
              json.put("KeyUsage", "SIGN_VERIFY");
            }));
    String arn = ask("CreateKey", request, action).at("KeyMetadata").text("Arn");
    alias(arn, action);
    // An alias is not seen everywhere at once; the key is.
    known = Optional.of(find(arn));
    return true;
  }

  private void alias(String arn, String action) {
    byte[] request =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("AliasName", reference.key());
              json.put("TargetKeyId", arn);
            }));
    Answer answer = call("CreateAlias", request, action);
    if (answer.status() != 200) {
      Failure refused = refused("CreateAlias", answer, action);
      throw new RemoteFailure(
          refused.getMessage() + "; the key without a name is " + Printable.of(arn, MAX_REASON),
          "give it the alias, or schedule its deletion: AWS charges for it");
    }
  }

  private static byte[] named(String key) {
    return JsonOutput.compact(json -> json.object(() -> json.put("KeyId", key)));
  }

  private Key find(String name) {
    String action = "get the public key of " + reference;
    Json answer = ask("GetPublicKey", named(name), action);
    String arn = answer.text("KeyId");
    if (!reference.fits(arn)) {
      throw new RemoteFailure(
          "cannot "
              + action
              + ": AWS answers with that of another key, "
              + Printable.of(arn, MAX_REASON));
    }
    if (!answer.text("KeyUsage").equals("SIGN_VERIFY")) {
      throw new UsageFailure(
          "cannot sign with " + reference + ": it is a key for " + shown(answer.text("KeyUsage")),
          "make a key with KeyUsage SIGN_VERIFY");
    }
    VerifyKey open;
    try {
      open = VerifyKey.ofSpki(decoded(answer.text("PublicKey"), action), reference.text());
    } catch (InputFailure e) {
      throw unusable(answer.text("KeySpec"));
    }
    List<String> offered = answer.texts("SigningAlgorithms");
    String algorithm =
        candidates(open).stream()
            .filter(offered::contains)
            .findFirst()
            .orElseThrow(() -> unusable(answer.text("KeySpec")));
    return new Key(arn, open, algorithm, open.usualHash());
  }

  private static List<String> candidates(VerifyKey key) {
    if (key.isEcdsa()) {
      return List.of("ECDSA_" + key.usualHash().java().replace('-', '_'));
    }
    return key.isRsa() ? RSA : List.of();
  }

  private UsageFailure unusable(String spec) {
    return new UsageFailure(
        "cannot use " + reference + ": keys of the kind " + shown(spec) + " are not supported",
        "use ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, or RSA of 2048 to 4096 bits");
  }

  private static String shown(String word) {
    return "`" + Printable.of(word, 60) + "`";
  }

  private Answer call(String operation, byte[] request, String action) {
    return service.call("TrentService." + operation, request, action, KmsSigner::errorName);
  }

  private Json ask(String operation, byte[] request, String action) {
    Answer answer = call(operation, request, action);
    try {
      if (answer.status() == 200) {
        return json(answer.body(), "the answer of AWS KMS");
      }
    } catch (InputFailure e) {
      throw new RemoteFailure("cannot " + action + ": " + e.getMessage());
    }
    throw refused(operation, answer, action);
  }

  private Failure refused(String operation, Answer answer, String action) {
    String said = message(answer.body());
    String hint =
        AwsJsonService.isDenied(answer)
            ? "the AWS identity needs `kms:"
                + operation
                + "` on the key: its own policy and the identity's both count"
            : service.identityHint(answer).orElseGet(() -> hint(answer.error()));
    return new RemoteFailure(
        "cannot "
            + action
            + ": AWS KMS answers "
            + answer.status()
            + (answer.error().isEmpty() ? "" : " " + answer.error())
            + (said.isEmpty() ? "" : " (" + said + ")"),
        hint);
  }

  private String hint(String error) {
    return switch (error) {
      case "NotFoundException" ->
          "check the key and the region, " + service.region() + ", or name the key by its ARN";
      case "DisabledException", "KMSInvalidStateException" ->
          "enable the key; one that is pending deletion or import does not sign";
      case "InvalidKeyUsageException" -> "make a key with KeyUsage SIGN_VERIFY";
      default -> "";
    };
  }

  /// `{"__type": "com.amazonaws.kms#AccessDeniedException", "message": …}`.
  private static String errorName(String body) {
    try {
      String type = json(body, "error").text("__type");
      return Printable.of(type.substring(type.indexOf('#') + 1), 80);
    } catch (InputFailure e) {
      return "";
    }
  }

  private static String message(String body) {
    try {
      Json error = json(body, "error");
      String text = error.text("message");
      return Printable.of(text.isEmpty() ? error.text("Message") : text, MAX_REASON);
    } catch (InputFailure e) {
      return "";
    }
  }

  private static Json json(String text, String what) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8), what);
  }

  private static byte[] decoded(String base64, String action) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new RemoteFailure("cannot " + action + ": the answer of AWS KMS is not base64");
    }
  }
}
