package dev.assay.registry.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.assay.support.TestClassPath;
import dev.assay.support.TestTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// AWS behind a proxy that opens TLS, as companies have it: certificates of an authority that the
/// JDK does not know.
class EcrTlsTest {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String TOKEN =
      Base64.getEncoder().encodeToString("AWS:secret".getBytes(StandardCharsets.UTF_8));
  private static final String ANSWER =
      "{\"authorizationData\":[{\"authorizationToken\":\""
          + TOKEN
          + "\",\"expiresAt\":4070908800}]}";
  private static final String ROLE =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKIAEXAMPLE</AccessKeyId>
      <SecretAccessKey>key</SecretAccessKey><SessionToken>session</SessionToken>
      <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """;

  @TempDir static Path folder;
  private static HttpsServer server;
  private static String endpoint;
  private static String authority;

  @BeforeAll
  static void start() throws Exception {
    TestTls tls = TestTls.create(Files.createDirectories(folder.resolve("tls")));
    tls.issue("aws", "ip:127.0.0.1");
    authority = tls.authority().toString();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.context("aws")));
    server.createContext("/", EcrTlsTest::answer);
    server.start();
    endpoint = "https://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] body = (asked.contains("AssumeRole") ? ROLE : ANSWER).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static List<String> probe(boolean insecure, String... variables)
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
                HOST));
    if (insecure) {
      command.add("--insecure");
    }
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "HOME",
                folder.toString(),
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "AWS_MAX_ATTEMPTS",
                "1",
                "AWS_CONFIG_FILE",
                folder.resolve("absent").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                folder.resolve("absent").toString(),
                "AWS_ENDPOINT_URL_ECR",
                endpoint,
                "AWS_ENDPOINT_URL_STS",
                endpoint));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (InputStream output = process.getInputStream()) {
      List<String> lines =
          new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      process.waitFor();
      return lines;
    }
  }

  private static List<String> withKeys(boolean insecure, String... more) throws Exception {
    List<String> variables = new ArrayList<>(List.of(more));
    variables.addAll(List.of("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", "key"));
    return probe(insecure, variables.toArray(String[]::new));
  }

  @Test
  void theTokenCallTrustsWhomTheUserTrusts() throws Exception {
    assertEquals("AWS:secret", withKeys(false, "SSL_CERT_FILE", authority).getLast());
  }

  @Test
  void theTokenCallTrustsNobodyElseAndSaysWhatToDo() throws Exception {
    List<String> lines = withKeys(false);
    assertTrue(lines.getLast().contains("--cacert"), lines::toString);
    assertTrue(lines.get(lines.size() - 2).startsWith("failure REMOTE: cannot get a token"));
  }

  @Test
  void theTokenCallChecksNothingWhereTheUserGaveThatUpForTheRegistry() throws Exception {
    assertEquals("AWS:secret", withKeys(true).getLast());
  }

  @Test
  void theCallsThatGiveCredentialsTrustWhomTheUserTrustsButAreAlwaysChecked() throws Exception {
    Path token = Files.writeString(folder.resolve("web.token"), "header.payload.signature");
    List<String> variables =
        List.of(
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            token.toString(),
            "AWS_ROLE_ARN",
            "arn:aws:iam::123456789012:role/scanner");
    List<String> trusting = new ArrayList<>(variables);
    trusting.addAll(List.of("SSL_CERT_FILE", authority));
    List<String> trusted = probe(false, trusting.toArray(String[]::new));
    assertEquals("AWS:secret", trusted.getLast(), trusted::toString);
    List<String> refused = probe(true, variables.toArray(String[]::new));
    assertTrue(
        refused.get(refused.size() - 2).startsWith("failure REMOTE: cannot get AWS credentials"),
        refused::toString);
  }
}
