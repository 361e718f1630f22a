package dev.assay.registry.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.assay.support.Daemon;
import dev.assay.support.TestClassPath;
import dev.assay.support.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way to a token, against the API of `moto`, from every place credentials come from.
class EcrTokenCallTest {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/EXAMPLEKEY";
  private static final String ROLE = "arn:aws:iam::123456789012:role/scanner";
  private static final String ROLE_JSON =
      """
      {"Code":"Success","Type":"AWS-HMAC","LastUpdated":"2026-01-01T00:00:00Z","Token":"session",
      "AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"%s",
      "Expiration":"2099-01-01T00:00:00Z"}\
      """
          .formatted(SECRET);

  @TempDir static Path folder;
  private static Daemon moto;
  private static String endpoint;

  @BeforeAll
  static void startMoto() throws IOException {
    String program = Tools.require("moto_server").toString();
    int port = Daemon.freePort();
    moto =
        Daemon.start(
            List.of(program, "-H", "127.0.0.1", "-p", "" + port), port, folder.resolve("moto.log"));
    endpoint = "http://127.0.0.1:" + port;
  }

  @AfterAll
  static void stopMoto() {
    if (moto != null) {
      moto.close();
    }
  }

  /// An environment in which nothing but what a test adds can give credentials.
  private static Map<String, String> environment(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", folder.toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("AWS_ENDPOINT_URL", endpoint);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_CONFIG_FILE", folder.resolve("absent").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("absent").toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private static List<String> probe(String host, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + folder,
                "-cp",
                TestClassPath.get(),
                "dev.assay.registry.aws.EcrProbe",
                host));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (InputStream output = process.getInputStream()) {
      List<String> lines =
          new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      process.waitFor();
      assertFalse(String.join("\n", lines).contains(SECRET), "the secret is printed");
      return lines;
    }
  }

  private static void assertToken(String place, List<String> lines) {
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("debug: AWS credentials from " + place), lines::toString);
    assertTrue(lines.get(1).startsWith("AWS:123456789012-auth-token"), lines::toString);
  }

  private static Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void fromTheEnvironment() throws Exception {
    assertToken(
        "environment",
        probe(
            HOST,
            environment("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET)));
  }

  @Test
  void fromARoleThatAProfileAssumesWithWhatAProcessPrints() throws Exception {
    Path output =
        write(
            "process.json",
            "{\"Version\":1,\"AccessKeyId\":\"AKIAEXAMPLE\",\"SecretAccessKey\":\""
                + SECRET
                + "\"}");
    Path config =
        write(
            "role.config",
            """
            [profile base]
            credential_process = cat %s
            [profile scan]
            role_arn = %s
            source_profile = base
            """
                .formatted(output, ROLE));
    assertToken(
        "profile `scan`",
        probe(HOST, environment("AWS_PROFILE", "scan", "AWS_CONFIG_FILE", config.toString())));
  }

  @Test
  void fromWebIdentity() throws Exception {
    Path token = write("web.token", "header.payload.signature");
    assertToken(
        "web identity",
        probe(
            HOST,
            environment("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(), "AWS_ROLE_ARN", ROLE)));
  }

  @Test
  void fromSingleSignOn() throws Exception {
    HttpServer portal =
        serve(
            Map.of(
                "/federation/credentials",
                """
                {"roleCredentials":{"accessKeyId":"AKIAEXAMPLE","secretAccessKey":"%s",
                "sessionToken":"session","expiration":4070908800000}}\
                """
                    .formatted(SECRET)));
    Path config =
        write(
            "sso.config",
            """
            [profile sso]
            sso_session = work
            sso_account_id = 123456789012
            sso_role_name = Scanner
            region = us-east-1
            [sso-session work]
            sso_start_url = https://example.awsapps.com/start
            sso_region = us-east-1
            """);
    Path cache = Files.createDirectories(folder.resolve(".aws/sso/cache"));
    // The file's name is the SHA-1 of the session's name.
    Files.writeString(
        cache.resolve(sha1("work") + ".json"),
        """
        {"startUrl":"https://example.awsapps.com/start","region":"us-east-1",
        "accessToken":"cached","expiresAt":"2099-01-01T00:00:00Z"}\
        """);
    try {
      assertToken(
          "profile `sso`",
          probe(
              HOST,
              environment(
                  "AWS_PROFILE",
                  "sso",
                  "AWS_CONFIG_FILE",
                  config.toString(),
                  "AWS_ENDPOINT_URL_SSO",
                  "http://127.0.0.1:" + portal.getAddress().getPort())));
    } finally {
      portal.stop(0);
    }
  }

  private static String sha1(String text) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-1")
                .digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void fromAContainerRole() throws Exception {
    HttpServer server = serve(Map.of("/role", ROLE_JSON));
    try {
      assertToken(
          "container role",
          probe(
              HOST,
              environment(
                  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                  "http://127.0.0.1:" + server.getAddress().getPort() + "/role")));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void fromAnInstanceRole() throws Exception {
    HttpServer server =
        serve(
            Map.of(
                "/latest/api/token",
                "imds-token",
                "/latest/meta-data/iam/security-credentials/scanner",
                ROLE_JSON,
                "/latest/meta-data/iam/security-credentials/",
                "scanner"));
    try {
      assertToken(
          "instance role",
          probe(
              HOST,
              environment(
                  "AWS_EC2_METADATA_DISABLED",
                  "false",
                  "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                  "http://127.0.0.1:" + server.getAddress().getPort())));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void fromThePublicRegistrysOwnApi() throws Exception {
    String token =
        java.util.Base64.getEncoder()
            .encodeToString("AWS:public-token".getBytes(StandardCharsets.UTF_8));
    HttpServer server =
        serve(
            Map.of(
                "/",
                "{\"authorizationData\":{\"authorizationToken\":\""
                    + token
                    + "\",\"expiresAt\":4070908800}}"));
    try {
      List<String> lines =
          probe(
              "public.ecr.aws",
              environment(
                  "AWS_ACCESS_KEY_ID",
                  "AKIAEXAMPLE",
                  "AWS_SECRET_ACCESS_KEY",
                  SECRET,
                  "AWS_ENDPOINT_URL_ECR_PUBLIC",
                  "http://127.0.0.1:" + server.getAddress().getPort()));
      assertEquals("AWS:public-token", lines.getLast());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void readsThePublicRegistryAnonymouslyWhereNobodyIsSignedIn() throws Exception {
    assertEquals(List.of("anonymous"), probe("public.ecr.aws", environment()));
  }

  @Test
  void namesEveryPlaceWhereThereAreNone() throws Exception {
    List<String> lines = probe(HOST, environment());
    String failure = lines.get(lines.size() - 2);
    assertTrue(failure.startsWith("failure REMOTE: cannot find AWS credentials for " + HOST));
    for (String place :
        List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "profile `default`",
            "AWS_CONTAINER_CREDENTIALS_*",
            "IMDSv2")) {
      assertTrue(failure.contains(place), failure);
    }
  }

  @Test
  void stopsAtAProfileThatIsMeantButMissing() throws Exception {
    List<String> lines = probe(HOST, environment("AWS_PROFILE", "gone"));
    assertTrue(
        lines.getFirst().startsWith("failure REMOTE: cannot get AWS credentials for " + HOST),
        lines::toString);
    assertTrue(lines.getFirst().contains("gone"), lines::toString);
  }

  @Test
  void namesTheMissingPermission() throws Exception {
    HttpServer server =
        serve(
            400,
            Map.of(
                "/",
                "{\"__type\":\"AccessDeniedException\",\"message\":\"User: arn:aws:iam::1:user/x is"
                    + " not authorized to perform: ecr:GetAuthorizationToken on resource: *\"}"));
    try {
      List<String> lines =
          probe(
              HOST,
              environment(
                  "AWS_ACCESS_KEY_ID",
                  "AKIAEXAMPLE",
                  "AWS_SECRET_ACCESS_KEY",
                  SECRET,
                  "AWS_ENDPOINT_URL_ECR",
                  "http://127.0.0.1:" + server.getAddress().getPort()));
      assertEquals(
          "failure REMOTE: cannot get a token for "
              + HOST
              + ": 400 AccessDeniedException: User: arn:aws:iam::1:user/x is not authorized to"
              + " perform: ecr:GetAuthorizationToken on resource: *",
          lines.get(1));
      assertTrue(
          lines.get(2).startsWith("hint: the AWS identity needs `ecr:GetAuthorizationToken`"),
          lines::toString);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void ignoresConfiguredEndpointsWhereToldSoAndAsksTheRegularOneThroughTheProxy() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
      List<String> lines =
          probe(
              HOST,
              environment(
                  "AWS_ACCESS_KEY_ID",
                  "AKIAEXAMPLE",
                  "AWS_SECRET_ACCESS_KEY",
                  SECRET,
                  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                  "true",
                  "AWS_MAX_ATTEMPTS",
                  "1",
                  "HTTPS_PROXY",
                  "http://127.0.0.1:" + proxy.getLocalPort()));
      assertEquals(
          "CONNECT api.ecr.us-east-1.amazonaws.com:443 HTTP/1.1", asked.get(60, TimeUnit.SECONDS));
      assertTrue(lines.get(1).startsWith("failure REMOTE: cannot get a token"), lines::toString);
    }
  }

  /// What the first client asks of a proxy that refuses everything.
  private static String firstLine(ServerSocket proxy) {
    try (Socket client = proxy.accept()) {
      BufferedReader request =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String first = request.readLine();
      for (String line = first; !line.isEmpty(); line = request.readLine()) {
        assertFalse(line.contains(SECRET), "the secret is sent to the proxy");
      }
      client
          .getOutputStream()
          .write(
              "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer serve(Map<String, String> answers) throws IOException {
    return serve(200, answers);
  }

  private static HttpServer serve(int status, Map<String, String> answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answers.forEach((path, answer) ->
        server.createContext(
            path,
            exchange -> {
              byte[] body = answer.getBytes(StandardCharsets.UTF_8);
              exchange.getRequestBody().readAllBytes();
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "60");
              exchange.sendResponseHeaders(status, body.length);
              exchange.getResponseBody().write(body);
              exchange.close();
            }));
    server.start();
    return server;
  }
}
