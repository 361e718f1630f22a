package dev.assay.sign.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.Failure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.registry.aws.AwsJsonService;
import dev.assay.registry.aws.EcrSettings;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.fake.FakeKms;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Keys that AWS keeps, against a service that signs digests as AWS does.
class KmsSignerTest {
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
  private static final String SIGN = "SIGN_VERIFY";

  private final Http http = TestHttp.client();
  private FakeKms kms;

  @BeforeEach
  void start() throws IOException {
    kms = new FakeKms();
  }

  @AfterEach
  void stop() throws IOException {
    kms.close();
    http.close();
  }

  private KmsSigner signer(String reference) {
    return signer(reference, kms.environment());
  }

  private KmsSigner signer(String reference, Map<String, String> environment) {
    KmsReference read = KmsReference.parse(reference);
    EcrSettings settings = new EcrSettings(environment, read.region(), http, Progress.SILENT);
    return new KmsSigner(read, new AwsJsonService(settings, "kms", read.endpoint()));
  }

  private static KeyPair pair(String algorithm, Object size) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (size instanceof String curve) {
      generator.initialize(new ECGenParameterSpec(curve));
    } else {
      generator.initialize((Integer) size);
    }
    return generator.generateKeyPair();
  }

  private String p256(String alias) throws GeneralSecurityException {
    return kms.put(alias, pair("EC", "secp256r1"), "ECC_NIST_P256", SIGN, "ECDSA_SHA_256");
  }

  private static String problem(Class<? extends Failure> type, KmsSigner signer) {
    Failure failure = assertThrows(type, () -> signer.sign(MESSAGE));
    String whole = failure.getMessage() + "\n" + failure.advice();
    assertFalse(whole.contains(FakeKms.SECRET) || whole.contains(FakeKms.SESSION));
    return whole;
  }

  private void signsWith(String alias, Hash hash) {
    KmsSigner signer = signer("awskms:///" + alias);
    byte[] signature = signer.sign(MESSAGE);
    assertEquals(hash, signer.hash());
    assertTrue(signer.publicKey().verifies(MESSAGE, signature, hash));
  }

  @Test
  void everyKindOfKeySignsWithTheDigestOfItsKind() throws Exception {
    p256("alias/p256");
    kms.put("alias/p384", pair("EC", "secp384r1"), "ECC_NIST_P384", SIGN, "ECDSA_SHA_384");
    kms.put("alias/p521", pair("EC", "secp521r1"), "ECC_NIST_P521", SIGN, "ECDSA_SHA_512");
    kms.put(
        "alias/rsa",
        pair("RSA", 2048),
        "RSA_2048",
        SIGN,
        "RSASSA_PSS_SHA_256",
        "RSASSA_PKCS1_V1_5_SHA_512",
        "RSASSA_PKCS1_V1_5_SHA_256");
    kms.put("alias/pss", pair("RSA", 2048), "RSA_2048", SIGN, "RSASSA_PSS_SHA_256");
    signsWith("alias/p256", Hash.SHA256);
    signsWith("alias/p384", Hash.SHA384);
    signsWith("alias/p521", Hash.SHA512);
    signsWith("alias/rsa", Hash.SHA256);
    signsWith("alias/pss", Hash.SHA256);
  }

  @Test
  void aKeyThatCouldNotBeNamedIsToldBecauseItCosts() {
    kms.status = 400;
    kms.instead =
        operation ->
            operation.equals("CreateAlias")
                ? FakeKms.error("AccessDeniedException", "not by this user")
                : new byte[0];
    Failure failure =
        assertThrows(RemoteFailure.class, () -> signer("awskms:///alias/fresh").make());
    assertTrue(
        failure.getMessage().contains("arn:aws:kms:eu-west-1:111122223333:key/1234abcd"),
        failure::getMessage);
    assertTrue(failure.getMessage().contains("AccessDenied"), failure::getMessage);
    assertTrue(failure.advice().contains("schedule its deletion"), failure::advice);
  }

  @Test
  void aKeyIsNamedInEveryWayThatCosignTakes() throws GeneralSecurityException {
    String arn = p256("alias/team/release");
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    for (String name :
        List.of("alias/team/release", id, arn, arn.replaceFirst("key/.*", "alias/team/release"))) {
      KmsSigner signer = signer("awskms:///" + name);
      assertTrue(signer.publicKey().verifies(MESSAGE, signer.sign(MESSAGE)), name);
    }
    KmsReference local = KmsReference.parse("awskms://localhost:4566/" + arn);
    assertEquals("https://localhost:4566/", local.endpoint().orElseThrow().toString());
    assertEquals(arn, local.key());
    assertEquals(Optional.of("eu-west-1"), local.region());
    assertEquals("alias/a/b", KmsReference.parse("awskms://[::1]:4566/alias/a/b").key());
    assertEquals(
        Optional.empty(),
        KmsReference.parse("awskms:///mrk-1234abcd12ab34cd56ef1234567890ab").region());
  }

  @Test
  void whatNamesNoKeyIsRefusedBeforeAnybodyIsAsked() {
    for (String wrong :
        List.of(
            "awskms://",
            "awskms:///",
            "awskms://alias/x",
            "awskms:///alias/",
            "awskms:///release",
            "awskms://user@host/alias/x",
            "awskms:///alias/x?y=z",
            "awskms:///arn:aws:kms:eu-west-1:1:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "awskms:///arn:aws:s3:eu-west-1:111122223333:alias/x")) {
      UsageFailure failure =
          assertThrows(UsageFailure.class, () -> KmsReference.parse(wrong), wrong);
      assertTrue(String.valueOf(failure.getMessage()).contains(wrong));
    }
  }

  @Test
  void thePublicKeyIsAskedForOnce() throws GeneralSecurityException {
    p256("alias/x");
    KmsSigner signer = signer("awskms:///alias/x");
    signer.publicKey();
    signer.sign(MESSAGE);
    signer.sign(MESSAGE);
    assertEquals(List.of("GetPublicKey", "Sign", "Sign"), kms.asked());
  }

  @Test
  void aMissingPermissionIsNamed() throws GeneralSecurityException {
    p256("alias/x");
    kms.status = 400;
    for (String denied : List.of("GetPublicKey", "Sign")) {
      kms.instead =
          operation ->
              operation.equals(denied)
                  ? FakeKms.error("com.amazonaws.kms#AccessDeniedException", "is not authorized")
                  : new byte[0];
      String problem = problem(RemoteFailure.class, signer("awskms:///alias/x"));
      assertTrue(problem.contains("AccessDeniedException (is not authorized)"), problem);
      assertTrue(problem.contains("needs `kms:" + denied + "` on the key"), problem);
    }
  }

  @Test
  void otherRefusalsSayWhatToDo() throws GeneralSecurityException {
    assertTrue(problem(RemoteFailure.class, signer("awskms:///alias/none")).contains("eu-west-1"));
    p256("alias/x");
    kms.status = 400;
    kms.instead = operation -> FakeKms.error("DisabledException", "is disabled");
    assertTrue(
        problem(RemoteFailure.class, signer("awskms:///alias/x")).contains("enable the key"));
    kms.instead = operation -> FakeKms.error("ExpiredTokenException", "The token is expired");
    assertTrue(
        problem(RemoteFailure.class, signer("awskms:///alias/x"))
            .contains("renew the AWS credentials from environment"));
    kms.instead = operation -> "<html>a proxy</html>".getBytes(StandardCharsets.US_ASCII);
    assertTrue(problem(RemoteFailure.class, signer("awskms:///alias/x")).contains("answers 400"));
  }

  @Test
  void anotherSecretIsRefusedByTheService() throws GeneralSecurityException {
    p256("alias/x");
    Map<String, String> wrong = new HashMap<>(kms.environment());
    wrong.put("AWS_SECRET_ACCESS_KEY", "another");
    String problem = problem(RemoteFailure.class, signer("awskms:///alias/x", wrong));
    assertTrue(problem.contains("InvalidSignatureException"), problem);
  }

  @Test
  void aBusyServiceIsAskedAgainAndNotForEver() throws GeneralSecurityException {
    p256("alias/x");
    kms.status = 400;
    kms.instead =
        operation ->
            kms.asked().size() < 3
                ? FakeKms.error("ThrottlingException", "Rate exceeded")
                : new byte[0];
    signer("awskms:///alias/x").sign(MESSAGE);
    assertEquals(List.of("GetPublicKey", "GetPublicKey", "GetPublicKey", "Sign"), kms.asked());
    kms.instead = operation -> FakeKms.error("ThrottlingException", "Rate exceeded");
    assertTrue(problem(RemoteFailure.class, signer("awskms:///alias/x")).contains("Rate exceeded"));
    assertEquals(8, kms.asked().size());
  }

  @Test
  void keysThatAreForSomethingElseAreRefused() throws GeneralSecurityException {
    kms.put("alias/enc", pair("RSA", 2048), "RSA_2048", "ENCRYPT_DECRYPT");
    assertTrue(
        problem(UsageFailure.class, signer("awskms:///alias/enc")).contains("ENCRYPT_DECRYPT"));
    kms.put(
        "alias/ed",
        pair("Ed25519", 255),
        "ECC_NIST_EDWARDS25519",
        SIGN,
        "ED25519_SHA_512",
        "ED25519_PH_SHA_512");
    assertTrue(
        problem(UsageFailure.class, signer("awskms:///alias/ed"))
            .contains("ECC_NIST_EDWARDS25519"));
  }

  @Test
  void aSignatureThatIsNotTheKeysIsNeverHandedOut() throws GeneralSecurityException {
    p256("alias/x");
    p256("alias/other");
    byte[] others = signer("awskms:///alias/other").sign(MESSAGE);
    String arn = p256("alias/third");
    kms.status = 200;
    kms.instead =
        operation ->
            operation.equals("Sign")
                ? ("{\"KeyId\":\""
                        + arn
                        + "\",\"Signature\":\""
                        + java.util.Base64.getEncoder().encodeToString(others)
                        + "\"}")
                    .getBytes(StandardCharsets.US_ASCII)
                : new byte[0];
    for (String alias : List.of("alias/x", "alias/third")) {
      assertTrue(
          problem(RemoteFailure.class, signer("awskms:///" + alias))
              .contains("a signature that is not this key's"));
    }
  }

  @Test
  void anotherKeyThanTheOneNamedIsRefused() throws GeneralSecurityException {
    String wanted = p256("alias/x");
    String other = p256("alias/y");
    byte[] open =
        ("{\"KeyId\":\"" + other + "\",\"KeyUsage\":\"SIGN_VERIFY\"}")
            .getBytes(StandardCharsets.US_ASCII);
    kms.instead = operation -> open;
    String problem = problem(RemoteFailure.class, signer("awskms:///" + wanted));
    assertTrue(problem.contains("that of another key, " + other), problem);
  }

  @Test
  void answersThatAreHugeOrGarbageAreTheServicesTrouble() throws GeneralSecurityException {
    p256("alias/x");
    for (byte[] answer :
        List.of(
            new byte[1 << 20],
            "{\"KeyId\":".getBytes(StandardCharsets.US_ASCII),
            "[]".getBytes(StandardCharsets.US_ASCII))) {
      kms.instead = operation -> answer;
      assertThrows(RemoteFailure.class, () -> signer("awskms:///alias/x").publicKey());
    }
  }

  @Test
  void withoutARegionNobodyIsAsked() {
    Map<String, String> environment = new HashMap<>(kms.environment());
    environment.remove("AWS_REGION");
    environment.remove("AWS_ENDPOINT_URL_KMS");
    environment.put("AWS_PROFILE", "nobody-has-this");
    UsageFailure failure =
        assertThrows(UsageFailure.class, () -> signer("awskms:///alias/x", environment));
    assertTrue(failure.advice().contains("AWS_REGION"));
    environment.put("AWS_REGION", "eu-west-1.example.com/");
    assertThrows(UsageFailure.class, () -> signer("awskms:///alias/x", environment));
  }
}
