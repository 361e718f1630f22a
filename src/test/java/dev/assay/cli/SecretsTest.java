package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.Main;
import dev.assay.model.ImageRef;
import dev.assay.sign.fake.FakeKms;
import dev.assay.sign.fake.FakeServices;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.sign.fake.Keys;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing secret is ever said: not where all goes well, not with `--debug`, and not where a server
/// sends back what it was sent.
class SecretsTest {
  private static final String KEY_PASSWORD = "key-password-3a7f";
  private static final String REGISTRY_PASSWORD = "registry-password-9c1e";
  private static final String REGISTRY_TOKEN = "registry-token-5d20";
  private static final String REQUEST_TOKEN = "request-token-77b4";
  private static final String TOKEN = FakeServices.token(FakeSigstore.IDENTITY);

  @TempDir Path work;
  private final StringBuilder said = new StringBuilder();
  private final Map<String, String> environment = new HashMap<>();
  private final FakeSigstore sigstore = new FakeSigstore();
  private HttpServer echo;
  private LocalRegistry registry;
  private ImageRef image;

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start();
    image = registry.put("org/app", "1.0", List.of(new byte[] {1, 2, 3}));
    echo = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    echo.createContext("/", SecretsTest::sendBack);
    echo.start();
    environment.put("HOME", work.toString());
    environment.put("ASSAY_CACHE_DIR", work.resolve("cache").toString());
    environment.put("COSIGN_PASSWORD", KEY_PASSWORD);
  }

  @AfterEach
  void nothingSecretWasSaid() throws IOException {
    registry.close();
    echo.stop(0);
    String all = said.toString();
    for (String secret :
        List.of(
            KEY_PASSWORD,
            REGISTRY_PASSWORD,
            REGISTRY_TOKEN,
            REQUEST_TOKEN,
            TOKEN,
            TOKEN.substring(TOKEN.lastIndexOf('.') + 1),
            FakeKms.SECRET,
            FakeKms.SESSION,
            Base64.getEncoder().encodeToString(("user:" + REGISTRY_PASSWORD).getBytes(UTF_8)))) {
      int at = all.indexOf(secret);
      assertFalse(
          at >= 0,
          () -> "…" + all.substring(Math.max(0, at - 300), Math.min(all.length(), at + 60)));
    }
  }

  /// An answer of all that was asked, as a server does that is set up for debugging.
  private static void sendBack(HttpExchange exchange) throws IOException {
    String text =
        exchange.getRequestHeaders()
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String escaped = text.replace("\\", "").replace("\"", "'").replace("\n", " ");
    byte[] answer =
        ("{\"__type\":\"AccessDeniedException\",\"code\":3,\"message\":\""
                + escaped
                + "\",\"error\":\""
                + escaped
                + "\",\"errors\":[{\"code\":\"DENIED\",\"message\":\""
                + escaped
                + "\"}]}")
            .getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    try (exchange) {
      boolean isPing = exchange.getRequestURI().getPath().equals("/v2/");
      if (isPing || exchange.getRequestHeaders().getFirst("Authorization") == null) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
      }
      exchange.sendResponseHeaders(isPing ? 401 : 403, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private int run(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        Console.of(new ByteArrayInputStream(input.getBytes(UTF_8)), out, out, environment);
    int code = Main.run(List.of(arguments), console);
    said.append("$ ").append(arguments[0]).append('\n').append(out.toString(UTF_8));
    return code;
  }

  private void expect(int code, String... arguments) {
    int found = run("", arguments);
    assertEquals(code, found, () -> said.substring(Math.max(0, said.length() - 2_000)));
  }

  private String file(String name) {
    return work.resolve(name).toString();
  }

  private String url() {
    return "http://127.0.0.1:" + echo.getAddress().getPort();
  }

  private String host() {
    return "127.0.0.1:" + echo.getAddress().getPort();
  }

  @Test
  void whereAllGoesWell() throws Exception {
    expect(0, "generate-key-pair", "--output-key-prefix", file("k"), "--debug");
    expect(0, "public-key", "--key", file("k.key"), "--debug");
    expect(
        0,
        "sign",
        "--key",
        file("k.key"),
        "--tlog-upload=false",
        "--registry-username",
        "user",
        "--registry-password",
        REGISTRY_PASSWORD,
        image.toString(),
        "--debug");
    expect(
        0,
        "verify",
        "--key",
        file("k.pub"),
        "--insecure-ignore-tlog",
        "--registry-token",
        REGISTRY_TOKEN,
        image.toString(),
        "--debug");
    try (FakeServices services = new FakeServices(sigstore);
        FakeKms kms = new FakeKms()) {
      Files.write(work.resolve("config.json"), sigstore.signingConfig(services.url(), 2));
      expect(
          0,
          "sign",
          "--yes",
          "--identity-token",
          TOKEN,
          "--signing-config",
          file("config.json"),
          image.toString(),
          "--debug");
      environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", services.url() + "/token?x=1");
      environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", REQUEST_TOKEN);
      expect(
          0, "sign", "--yes", "--signing-config", file("config.json"), image.toString(), "--debug");
      kms.put("alias/x", Keys.ecdsa(), "ECC_NIST_P256", "SIGN_VERIFY", "ECDSA_SHA_256");
      environment.putAll(kms.environment());
      expect(
          0,
          "sign",
          "--key",
          "awskms:///alias/x",
          "--tlog-upload=false",
          image.toString(),
          "--debug");
    }
    assertTrue(said.length() > 1_000, "--debug says something");
  }

  @Test
  void whereAServerSendsBackWhatItWasSent() throws IOException {
    expect(0, "generate-key-pair", "--output-key-prefix", file("k"));
    Path token = Files.writeString(work.resolve("token"), TOKEN);
    for (String given : List.of(TOKEN, token.toString())) {
      expect(
          4,
          "sign",
          "--yes",
          "--identity-token",
          given,
          "--fulcio-url",
          url(),
          "--rekor-url",
          url(),
          image.toString(),
          "--debug");
    }
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", url() + "/token?x=1");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", REQUEST_TOKEN);
    expect(4, "sign", "--yes", image.toString(), "--debug");
    environment.putAll(
        Map.of(
            "AWS_ENDPOINT_URL_KMS",
            url(),
            "AWS_ACCESS_KEY_ID",
            FakeKms.ID,
            "AWS_SECRET_ACCESS_KEY",
            FakeKms.SECRET,
            "AWS_SESSION_TOKEN",
            FakeKms.SESSION));
    expect(4, "public-key", "--key", "awskms:///alias/x", "--debug");
  }

  @Test
  void whereARegistrySendsBackWhatItWasSent() throws IOException {
    String ref = host() + "/org/app:1";
    expect(0, "generate-key-pair", "--output-key-prefix", file("k"));
    assertEquals(
        4,
        run(
            REGISTRY_PASSWORD + "\n",
            "login",
            "-u",
            "user",
            "--password-stdin",
            host(),
            "--debug"));
    for (String verb : List.of("sign", "verify")) {
      run(
          "",
          verb,
          "--key",
          file(verb.equals("sign") ? "k.key" : "k.pub"),
          verb.equals("sign") ? "--tlog-upload=false" : "--insecure-ignore-tlog",
          "--registry-username",
          "user",
          "--registry-password",
          REGISTRY_PASSWORD,
          ref,
          "--debug");
      run("", verb, "--key", file("k.pub"), "--registry-token", REGISTRY_TOKEN, ref, "--debug");
    }
    String auth = Base64.getEncoder().encodeToString(("user:" + REGISTRY_PASSWORD).getBytes(UTF_8));
    Files.createDirectories(work.resolve(".docker"));
    Files.writeString(
        work.resolve(".docker/config.json"),
        "{\"auths\":{\"" + host() + "\":{\"auth\":\"" + auth + "\"}}}");
    run("", "verify", "--key", file("k.pub"), ref, "--debug");
    run("", "image", ref, "--debug");
    assertTrue(said.toString().contains("403"), said::toString);
  }
}
