package dev.assay.sign.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.sign.crypto.Hash;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/// AWS's key service on loopback, as far as signing goes: a digest is signed as it comes, its
/// length is checked, and so is the request's own signature (SigV4).
///
/// Source: <https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html>
public final class FakeKms implements Closeable {
  public static final String ID = "AKIDEXAMPLE";
  public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  public static final String SESSION = "FwoGZXIvYXdzEXAMPLE-session-token";
  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:key/";

  private record Key(
      String arn, KeyPair pair, String spec, String usage, List<String> algorithms) {}

  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /// What answers instead: the body for an operation; empty leaves it to the service.
  public volatile Function<String, byte[]> instead = operation -> new byte[0];

  /// The status of `instead`.
  public volatile int status = 200;

  public FakeKms() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Operations, in order.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// The variables under which it is found and believes who asks.
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_KMS",
        url(),
        "AWS_ACCESS_KEY_ID",
        ID,
        "AWS_SECRET_ACCESS_KEY",
        SECRET,
        "AWS_SESSION_TOKEN",
        SESSION,
        "AWS_REGION",
        "eu-west-1");
  }

  /// Makes a key.
  ///
  /// @return its ARN
  public String put(String alias, KeyPair pair, String spec, String usage, String... algorithms) {
    String id = String.format("1234abcd-12ab-34cd-56ef-%012d", keys.size());
    Key key = new Key(ARN + id, pair, spec, usage, List.of(algorithms));
    for (String name : List.of(id, key.arn, alias, ARN.replace("key/", "") + alias)) {
      keys.put(name, key);
    }
    return key.arn;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String operation =
        exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("TrentService.", "");
    asked.add(operation);
    byte[] answer = instead.apply(operation);
    int code = status;
    if (answer.length == 0) {
      code = 200;
      try {
        authenticate(exchange, body);
        answer = perform(operation, Json.parse(body, "request"));
      } catch (Refusal e) {
        code = 400;
        answer = e.json();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      exchange.sendResponseHeaders(code, answer.length == 0 ? -1 : answer.length);
      out.write(answer);
    } catch (IOException e) {
      // The client may hang up on what is too long.
    }
  }

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final String type;

    Refusal(String type, String message) {
      super(message);
      this.type = type;
    }

    byte[] json() {
      return error(type, getMessage());
    }
  }

  /// An error as AWS writes it.
  public static byte[] error(String type, String message) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("__type", type);
          json.put("message", message);
        }));
  }

  private byte[] perform(String operation, Json request) throws Refusal, GeneralSecurityException {
    if (operation.equals("CreateKey")) {
      return created(request);
    }
    if (operation.equals("CreateAlias")) {
      return named(request);
    }
    String name = request.text("KeyId");
    Key key = keys.get(name);
    if (key == null) {
      throw new Refusal("NotFoundException", "Key '" + name + "' does not exist");
    }
    if (operation.equals("GetPublicKey")) {
      return JsonOutput.compact(json ->
          json.object(() -> {
            json.put("KeyId", key.arn);
            json.put("KeySpec", key.spec);
            json.put("KeyUsage", key.usage);
            json.put("PublicKey", encoded(key.pair.getPublic().getEncoded()));
            json.put("SigningAlgorithms", key.algorithms);
          }));
    }
    byte[] message = Base64.getDecoder().decode(request.text("Message"));
    String algorithm = request.text("SigningAlgorithm");
    if (!key.algorithms.contains(algorithm) || !key.usage.equals("SIGN_VERIFY")) {
      throw new Refusal("InvalidKeyUsageException", "The key cannot be used that way");
    }
    byte[] signature = sign(key, algorithm, request.text("MessageType"), message);
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("KeyId", key.arn);
          json.put("Signature", encoded(signature));
          json.put("SigningAlgorithm", algorithm);
        }));
  }

  private byte[] created(Json request) throws Refusal {
    boolean isUsual =
        request.text("KeySpec").equals("ECC_NIST_P256")
            && request.text("KeyUsage").equals("SIGN_VERIFY");
    if (!isUsual) {
      throw new Refusal("ValidationException", "only such keys are made here");
    }
    String arn = put("unnamed", Keys.ecdsa(), "ECC_NIST_P256", "SIGN_VERIFY", "ECDSA_SHA_256");
    return JsonOutput.compact(json ->
        json.object(() ->
            json.object(
                "KeyMetadata",
                () -> {
                  json.put("Arn", arn);
                  json.put("KeyId", arn.substring(ARN.length()));
                  json.put("KeyState", "Enabled");
                })));
  }

  /// AWS answers with nothing.
  private byte[] named(Json request) throws Refusal {
    Key key = keys.get(request.text("TargetKeyId"));
    if (key == null || !request.text("AliasName").matches("alias/[a-zA-Z0-9/_-]+")) {
      throw new Refusal("NotFoundException", "no such key, or no alias");
    }
    if (keys.putIfAbsent(request.text("AliasName"), key) != null) {
      throw new Refusal("AlreadyExistsException", "An alias with that name already exists");
    }
    return new byte[0];
  }

  private static byte[] sign(Key key, String algorithm, String type, byte[] message)
      throws Refusal, GeneralSecurityException {
    Hash hash =
        Hash.ofPlain("sha" + algorithm.substring(algorithm.lastIndexOf('_') + 1)).orElseThrow();
    byte[] digest = type.equals("DIGEST") ? message : hash.of(message);
    if (digest.length != hash.sizeBytes()) {
      throw new Refusal("ValidationException", "Digest is invalid length for algorithm");
    }
    if (algorithm.startsWith("RSASSA_PSS")) {
      return pss(key, digest);
    }
    Signature signature =
        Signature.getInstance(algorithm.startsWith("ECDSA") ? "NONEwithECDSA" : "NONEwithRSA");
    signature.initSign(key.pair.getPrivate());
    if (algorithm.startsWith("RSASSA_PKCS1")) {
      // The structure of RFC 8017 section 9.2 that says which digest follows.
      signature.update(HexFormat.of().parseHex("3031300d060960864801650304020105000420"));
    }
    signature.update(digest);
    return signature.sign();
  }

  private static byte[] pss(Key key, byte[] digest) {
    try {
      PSSSigner signer = PSSSigner.createRawSigner(new RSABlindedEngine(), new SHA256Digest());
      signer.init(true, PrivateKeyFactory.createKey(key.pair.getPrivate().getEncoded()));
      signer.update(digest, 0, digest.length);
      return signer.generateSignature();
    } catch (IOException | org.bouncycastle.crypto.CryptoException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void authenticate(HttpExchange exchange, byte[] body)
      throws Refusal, GeneralSecurityException {
    String problem = SigV4.problem(exchange, body, ID, SECRET);
    if (!problem.isEmpty()) {
      throw new Refusal("InvalidSignatureException", problem);
    }
    if (!SESSION.equals(exchange.getRequestHeaders().getFirst("X-Amz-Security-Token"))) {
      throw new Refusal("UnrecognizedClientException", "The security token is invalid");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
