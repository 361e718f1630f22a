package dev.assay.sign.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.Failure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.net.Http;
import dev.assay.sign.fake.FakeIssuer;
import dev.assay.sign.fake.FakeIssuer.Mood;
import dev.assay.support.FakeTime;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logging in, where the test is the browser.
class LoginTest {
  private final FakeTime time = new FakeTime();
  private final List<Login.Invitation> shown = new ArrayList<>();
  private FakeIssuer issuer;
  private Http http;

  @BeforeEach
  void start() throws IOException {
    issuer = new FakeIssuer();
    http = new Http(TestHttp.settings(time));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    issuer.close();
  }

  private LoginOptions options(Optional<URI> redirect) {
    return new LoginOptions(
        URI.create(issuer.url()), "sigstore", Optional.empty(), redirect, Duration.ofSeconds(60));
  }

  private Login login() {
    return new Login(http, options(Optional.empty()));
  }

  /// Follows redirects, from the issuer's page back to this machine.
  private void browse(Login.Invitation invitation) {
    shown.add(invitation);
    get(invitation.page());
  }

  private static int get(URI page) {
    try {
      HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
      try {
        return connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whoLogsInInABrowserIsKnown() {
    IdentityToken token = login().inBrowser(this::browse);
    assertEquals(FakeIssuer.EMAIL, token.subject());
    assertTrue(token.text().endsWith(FakeIssuer.SECRET));
    String page = shown.getFirst().page().toString();
    assertTrue(page.contains("redirect_uri=http%3A%2F%2Flocalhost%3A"), page);
    assertEquals(
        List.of("GET /dex/.well-known/openid-configuration", "GET /dex/auth", "POST /dex/token"),
        issuer.asked());
  }

  @Test
  void everyLoginMakesUpItsOwnSecrets() {
    login().inBrowser(this::browse);
    login().inBrowser(this::browse);
    assertFalse(shown.get(0).page().equals(shown.get(1).page()));
    for (String field : List.of("state", "nonce", "code_challenge")) {
      List<String> drawn = shown.stream().map(i -> field(i.page(), field)).distinct().toList();
      assertEquals(2, drawn.size(), field);
      assertTrue(drawn.stream().allMatch(text -> text.length() == 43), field);
    }
  }

  private static String field(URI page, String name) {
    for (String field : page.getRawQuery().split("&")) {
      if (field.startsWith(name + "=")) {
        return field.substring(name.length() + 1);
      }
    }
    return "";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CANCELLED | it says access_denied (the user said no
          OTHER_NONCE | its identity token is the answer to another login
          OTHER_ISSUER | its identity token is another issuer's
          OTHER_AUDIENCE | its identity token is for another client
          ENDED | its identity token has ended already
          NO_TOKEN | its answer has no identity token
          NOT_JSON | its answer is not JSON
          HUGE | the answer of
          MISTAKEN | it calls itself `https://other.example`
          ELSEWHERE | its authorization_endpoint is no https URL
          BROKEN | it answers 503
          """)
  void whatIsNotTheAnswerToThisLoginIsNotTaken(Mood mood, String reason) {
    issuer.in(mood);
    Failure failure = assertThrows(Failure.class, () -> login().inBrowser(this::browse));
    assertTrue(failure.getMessage().contains(reason), failure::getMessage);
    assertFalse(failure.getMessage().contains(FakeIssuer.SECRET), failure::getMessage);
    assertTrue(failure.getMessage().chars().allMatch(c -> c >= ' '), failure::getMessage);
    assertTrue(failure.getMessage().length() < 700, failure::getMessage);
  }

  /// Any page may send the browser to this machine.
  @Test
  void theAnswerToAnotherLoginIsTurnedAwayAndTheWaitGoesOn() {
    List<Integer> codes = new ArrayList<>();
    IdentityToken token =
        login()
            .inBrowser(invitation -> {
              issuer.in(Mood.OTHER_STATE);
              codes.add(get(invitation.page()));
              issuer.in(Mood.GOOD);
              codes.add(get(invitation.page()));
            });
    assertEquals(List.of(400, 200), codes);
    assertEquals(FakeIssuer.EMAIL, token.subject());
  }

  @Test
  void whoGuessesIsNotLetGoOnForEver() {
    issuer.in(Mood.OTHER_STATE);
    Failure failure =
        assertThrows(
            RemoteFailure.class,
            () ->
                login()
                    .inBrowser(invitation -> {
                      for (int i = 0; i < RedirectListener.MAX_STRAYS; i++) {
                        assertEquals(400, get(invitation.page()));
                      }
                    }));
    assertTrue(failure.getMessage().contains("only answers to other logins"), failure::getMessage);
  }

  @Test
  void whoDoesNotComeBackIsNotWaitedForForEver() {
    LoginOptions hasty =
        new LoginOptions(
            URI.create(issuer.url()),
            "sigstore",
            Optional.empty(),
            Optional.empty(),
            Duration.ofMillis(10));
    RemoteFailure failure =
        assertThrows(RemoteFailure.class, () -> new Login(http, hasty).inBrowser(shown::add));
    assertTrue(failure.getMessage().contains("nobody did within"), failure::getMessage);
  }

  @Test
  void otherPagesOfTheListenerAnswerNothingAndDoNotEndTheLogin() {
    IdentityToken token =
        login()
            .inBrowser(invitation -> {
              URI back =
                  URI.create(
                      java.net.URLDecoder.decode(
                          field(invitation.page(), "redirect_uri"),
                          java.nio.charset.StandardCharsets.UTF_8));
              assertEquals(404, get(back.resolve("/favicon.ico?x=1")));
              assertEquals(404, get(back));
              assertEquals(404, get(URI.create(back + "?code=" + "x".repeat(20_000))));
              browse(invitation);
            });
    assertEquals(FakeIssuer.EMAIL, token.subject());
  }

  @Test
  void theBrowserComesBackToThisMachineAlone() {
    for (String url :
        List.of("https://localhost/x", "http://example.com/cb", "http://0.0.0.0:1/x")) {
      LoginOptions other = options(Optional.of(URI.create(url)));
      UsageFailure failure =
          assertThrows(UsageFailure.class, () -> new Login(http, other).inBrowser(shown::add));
      assertTrue(failure.getMessage().contains(url), failure::getMessage);
    }
    LoginOptions own = options(Optional.of(URI.create("http://127.0.0.1/cb")));
    new Login(http, own).inBrowser(this::browse);
    assertTrue(shown.getLast().page().toString().contains("127.0.0.1%3A"));
  }

  @Test
  void aCodeIsTypedAnywhereAndTheIssuerAskedNoFasterThanItWants() {
    issuer.patientFor(4);
    IdentityToken token = login().onAnyDevice(shown::add);
    assertEquals(FakeIssuer.EMAIL, token.subject());
    assertEquals("ABCD-EFGH", shown.getFirst().code());
    assertEquals(5, issuer.asked().stream().filter("POST /dex/token"::equals).count());
    assertEquals(List.of(1_000L, 6_000L, 6_000L, 11_000L, 11_000L), time.sleeps());
  }

  @Test
  void aCodeThatNobodyTypesEnds() {
    issuer.patientFor(10_000);
    Failure failure = assertThrows(Failure.class, () -> login().onAnyDevice(shown::add));
    assertTrue(failure.getMessage().contains("nobody did within 60 s"), failure::getMessage);
    issuer.patientFor(0).in(Mood.CANCELLED);
    failure = assertThrows(Failure.class, () -> login().onAnyDevice(shown::add));
    assertTrue(failure.getMessage().contains("it says access_denied"), failure::getMessage);
  }
}
