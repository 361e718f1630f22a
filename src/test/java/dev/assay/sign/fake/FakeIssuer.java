package dev.assay.sign.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.sign.crypto.Hash;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An identity provider that people log in to: discovery, the page that they are sent to, tokens
/// for codes whose maker can prove that it is theirs, codes for devices.
public final class FakeIssuer implements Closeable {
  public static final String EMAIL = "someone@example.com";
  public static final String SECRET = "ZmFrZS1zaWduYXR1cmU";

  /// What it does wrong, or what its user does.
  public enum Mood {
    GOOD,
    CANCELLED,
    OTHER_STATE,
    OTHER_NONCE,
    OTHER_ISSUER,
    OTHER_AUDIENCE,
    ENDED,
    NO_TOKEN,
    NOT_JSON,
    HUGE,
    MISTAKEN,
    ELSEWHERE,
    BROKEN
  }

  private final HttpServer server;
  private final Map<String, String> challenges = new HashMap<>();
  private final Map<String, String> nonces = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.GOOD;
  private int pending;

  public FakeIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public FakeIssuer in(Mood other) {
    mood = other;
    return this;
  }

  /// How often the user of a device has not typed the code yet when asked about.
  public FakeIssuer patientFor(int rounds) {
    pending = rounds;
    return this;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/dex";
  }

  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path);
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> form = fields(query == null ? body : query);
    switch (path) {
      case "/dex/.well-known/openid-configuration" -> send(exchange, 200, discovery());
      case "/dex/auth" -> redirect(exchange, form);
      case "/dex/token" -> token(exchange, form);
      case "/dex/device/code" -> device(exchange, form);
      default -> send(exchange, 404, "");
    }
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : form.split("&")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(
            field.substring(0, equals),
            URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private String discovery() {
    String base = mood == Mood.ELSEWHERE ? "http://issuer.example/dex" : url();
    return switch (mood) {
      case NOT_JSON -> "<html>";
      case HUGE -> "{\"issuer\":\"" + "x".repeat(5 << 20) + "\"}";
      default ->
          "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/auth\",\"token_endpoint\":\"%s/token\",\"device_authorization_endpoint\":\"%s/device/code\"}"
              .formatted(mood == Mood.MISTAKEN ? "https://other.example" : url(), base, base, base);
    };
  }

  private void redirect(HttpExchange exchange, Map<String, String> form) throws IOException {
    if (!form.get("response_type").equals("code")
        || !form.get("client_id").equals("sigstore")
        || !form.get("scope").equals("openid email")
        || !form.get("code_challenge_method").equals("S256")) {
      send(exchange, 400, "");
      return;
    }
    String code = "code-" + challenges.size();
    challenges.put(code, form.get("code_challenge"));
    nonces.put(code, form.get("nonce"));
    String state = mood == Mood.OTHER_STATE ? "stale" : form.get("state");
    String answer =
        mood == Mood.CANCELLED
            ? "error=access_denied&error_description=the+user+said+no%1B%5B2J"
            : "code=" + code;
    exchange
        .getResponseHeaders()
        .set("Location", form.get("redirect_uri") + "?" + answer + "&state=" + state);
    send(exchange, 302, "");
  }

  private void device(HttpExchange exchange, Map<String, String> form) throws IOException {
    challenges.put("the-device", form.get("code_challenge"));
    send(
        exchange,
        200,
        "{\"device_code\":\"the-device\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":\"%s/device\",\"expires_in\":%d,\"interval\":1}"
            .formatted(url(), 100));
  }

  private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
    boolean isDevice = form.containsKey("device_code");
    String code = form.getOrDefault(isDevice ? "device_code" : "code", "");
    String proof = form.getOrDefault("code_verifier", "");
    String challenge =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Hash.SHA256.of(proof.getBytes(StandardCharsets.US_ASCII)));
    if (isDevice && mood == Mood.CANCELLED) {
      send(exchange, 400, "{\"error\":\"access_denied\"}");
    } else if (isDevice && pending-- > 0) {
      boolean isFast = pending % 2 == 1;
      send(
          exchange,
          400,
          "{\"error\":\"" + (isFast ? "slow_down" : "authorization_pending") + "\"}");
    } else if (!challenge.equals(challenges.remove(code))) {
      send(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"no proof\"}");
    } else if (mood == Mood.BROKEN) {
      send(exchange, 503, "out of order");
    } else {
      send(
          exchange,
          200,
          mood == Mood.NO_TOKEN
              ? "{\"access_token\":\"x\"}"
              : "{\"id_token\":\"" + token(nonces.getOrDefault(code, "")) + "\"}");
    }
  }

  private String token(String nonce) {
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"email\":\"%s\",\"nonce\":\"%s\",\"exp\":%d}"
            .formatted(
                mood == Mood.OTHER_ISSUER ? "https://other.example" : url(),
                mood == Mood.OTHER_AUDIENCE ? "another" : "sigstore",
                EMAIL,
                EMAIL,
                mood == Mood.OTHER_NONCE ? "another" : nonce,
                Instant.now().getEpochSecond() + (mood == Mood.ENDED ? -10 : 600));
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.US_ASCII))
        + "."
        + SECRET;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
