package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.assay.failure.Failure;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.net.Retry;
import dev.assay.support.FakeTime;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said about answers that no registry should give.
class RegistryAnswersTest {
  private HttpServer server;
  private Http http;
  private int status = 200;
  private byte[] body = new byte[0];
  private Map<String, String> headers = Map.of();
  private byte[] token = "{\"token\":\"t\"}".getBytes(UTF_8);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/v2/",
        exchange -> {
          boolean isPing = exchange.getRequestURI().getPath().equals("/v2/");
          Headers sent = exchange.getResponseHeaders();
          headers.forEach(sent::set);
          exchange.sendResponseHeaders(
              isPing ? 200 : status, isPing ? 2 : body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(isPing ? "{}".getBytes(UTF_8) : body);
          exchange.close();
        });
    server.createContext(
        "/token",
        exchange -> {
          exchange.sendResponseHeaders(200, token.length);
          exchange.getResponseBody().write(token);
          exchange.close();
        });
    server.start();
    http =
        new Http(
            TestHttp.settings(new FakeTime())
                .withRetry(new Retry(1, 1, 1, new Random(1)), new FakeTime()));
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    http.close();
  }

  private Failure failure(CredentialSource source) {
    ImageRef ref = ImageRef.parse(host() + "/team/app:1");
    return assertThrows(Failure.class, () -> new Registry(http, source).manifest(ref));
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static void assertSays(Failure failure, int exit, String message, String hint) {
    String all = failure.getMessage() + " | " + failure.hint();
    assertEquals(exit, failure.exitCode().code(), all);
    assertTrue(failure.getMessage().contains(message), all);
    assertTrue(failure.hint().contains(hint), all);
    assertTrue(all.chars().noneMatch(Character::isISOControl), all);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html; charset=utf-8, <!DOCTYPE html>",
    "text/html, {}",
    "application/json, '  <html><body>log in'"
  })
  void callsAWebPageAWebPage(String type, String content) {
    headers = Map.of("Content-Type", type);
    body = content.getBytes(UTF_8);
    assertSays(failure(CredentialSource.NONE), 4, "answers with a web page", "HTTPS_PROXY");
  }

  @Test
  void saysThatAnAnswerIsEmpty() {
    assertSays(failure(CredentialSource.NONE), 3, "the answer is empty", "push it again");
  }

  @ParameterizedTest
  @CsvSource({
    "429, 7200, try again in 7200 s; with a login",
    "429, soon, try again later; with a login",
    "429, 99999999999999999999, try again later; with a login",
    "429, '\u009b31m5', try again later; with a login",
    "429, -5, try again later; with a login",
    "503, 3600, try again in 3600 s",
    "503, 'Wed, 01 Jan 3000 00:00:00 GMT', try again later",
    "500, '', try again later"
  })
  void saysHowLongToWaitInItsOwnWords(int refusal, String retryAfter, String hint) {
    status = refusal;
    headers = Map.of("Retry-After", retryAfter);
    Failure failure = failure(CredentialSource.NONE);
    assertSays(failure, 4, " answers " + refusal, "");
    assertTrue(failure.hint().startsWith(hint), failure.hint());
  }

  @Test
  void readsADateAsSecondsFromNow() {
    status = 503;
    String date =
        java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
            http.settings().time().now().atZone(java.time.ZoneOffset.UTC).plusHours(1));
    headers = Map.of("Retry-After", date);
    String hint = failure(CredentialSource.NONE).hint();
    assertTrue(hint.matches("try again in (3600|3[0-9]{3}) s"), hint);
  }

  private void demandToken(String error) {
    status = 401;
    headers =
        Map.of(
            "WWW-Authenticate",
            "Bearer realm=\"http://" + host() + "/token\",service=\"s\"" + error);
  }

  @ParameterizedTest
  @CsvSource({
    "'<html>', answers with a web page",
    "'no json', sent no token that can be used",
    "'{}', sent no token that can be used"
  })
  void blamesTheTokenServiceForItsTokens(String answer, String message) {
    demandToken("");
    token = answer.getBytes(UTF_8);
    assertSays(failure(CredentialSource.NONE), 4, message, "");
  }

  @Test
  void blamesTheTokenServiceForATokenWithoutEnd() {
    demandToken("");
    token = ("{\"token\":\"" + "a".repeat(2_000_000) + "\"}").getBytes(UTF_8);
    assertSays(failure(CredentialSource.NONE), 4, "longer than the limit", "");
  }

  @Test
  void refusesATokenServiceInANetworkThatTheRegistryIsNotIn() {
    status = 401;
    headers = Map.of("WWW-Authenticate", "Bearer realm=\"https://169.254.169.254/token\"");
    assertSays(failure(CredentialSource.NONE), 4, "link-local or metadata", "");
  }

  private static CredentialSource login() {
    return host -> Optional.of(new Credential.Basic("me", "secret"));
  }

  @Test
  void doesNotBlameALoginThatIsRightForWhatItMayNotDo() {
    demandToken(",error=\"insufficient_scope\"");
    assertSays(failure(login()), 4, "answers 401", "check the name and that this login may pull");
  }

  @Test
  void saysThatALoginWasRefused() {
    demandToken("");
    assertSays(failure(login()), 4, "answers 401", "the login was refused");
  }

  @Test
  void saysThatWhatIsMissingMayBePrivate() {
    status = 404;
    assertSays(
        failure(CredentialSource.NONE), 3, "answers 404", "where it is private, run `assay login");
  }
}
