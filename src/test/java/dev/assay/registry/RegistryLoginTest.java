package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.net.Http;
import dev.assay.net.Proxies;
import dev.assay.support.FakeTime;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryLoginTest {
  private static final byte[] LAYER = "layer".getBytes(UTF_8);
  private static final Credential JOE = new Credential.Basic("joe", "secret");

  private final FakeTime time = new FakeTime();
  private final Set<String> valid = ConcurrentHashMap.newKeySet();
  private final AtomicInteger issued = new AtomicInteger();
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private LocalRegistry server;
  private Http http;
  private ImageRef ref;

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    http = new Http(TestHttp.settings(time));
    ref = server.put("team/app", "1", List.of(LAYER));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
  }

  /// Wants a token of its own token endpoint, which wants `authorization` where that is not empty.
  private void requireToken(String realm, String authorization) {
    server.with(exchange -> {
      if (exchange.getRequestURI().getPath().equals("/token")) {
        issue(exchange, authorization);
        return true;
      }
      String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      if (header.startsWith("Bearer ") && valid.contains(header.substring(7))) {
        return false;
      }
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"test\"");
      LocalRegistry.answer(exchange, 401, "{}");
      return true;
    });
  }

  private void requireToken(String authorization) {
    requireToken("http://" + server.host() + "/token", authorization);
  }

  private void issue(HttpExchange exchange, String authorization) throws IOException {
    forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String sent =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    if (!sent.equals(authorization)) {
      LocalRegistry.answer(
          exchange, 401, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"wrong password\"}]}");
      return;
    }
    String token = "token-" + issued.incrementAndGet();
    valid.add(token);
    LocalRegistry.answer(
        exchange, 200, "{\"token\":\"" + token + "\",\"expires_in\":300,\"more\":1}");
  }

  private Registry registry(Credential... given) {
    return new Registry(http, new GivenCredentials(List.of(given)));
  }

  private void readAll(Registry registry) throws IOException {
    Registry.Located image = registry.locate(ref, Platform.DEFAULT);
    registry.config(image);
    try (InputStream in = registry.openBlob(ref, image.manifest().layers().getFirst(), "layer")) {
      assertEquals(Digest.sha256(LAYER), Digest.sha256(in.readAllBytes()));
    }
  }

  @Test
  void getsOneAnonymousTokenForAllOfARepository() throws IOException {
    requireToken("");
    readAll(registry());
    assertEquals(1, server.count("/token"));
    LocalRegistry.Access token =
        server.accesses().stream().filter(a -> a.path().equals("/token")).findFirst().orElseThrow();
    assertEquals("service=test&scope=repository:team/app:pull", token.query());
    assertEquals("", token.authorization());
  }

  @Test
  void provesItselfToTheTokenEndpointAndNotToTheRegistry() throws IOException {
    String basic = LocalRegistry.basic("joe", "secret");
    requireToken(basic);
    readAll(registry(JOE));
    assertEquals(1, server.count("/token"));
    assertTrue(
        server.accesses().stream()
            .filter(a -> a.path().startsWith("/v2/"))
            .noneMatch(a -> a.authorization().startsWith("Basic")));
  }

  @Test
  void getsANewTokenWhenTheOldOneHasExpired() {
    requireToken("");
    Registry registry = registry();
    registry.manifest(ref);
    time.pass(200);
    registry.manifest(ref);
    assertEquals(1, server.count("/token"));
    time.pass(100);
    valid.clear();
    registry.manifest(ref);
    assertEquals(2, server.count("/token"));
    assertEquals(4, server.count("/manifests/"), "the expired one was not tried again");
  }

  @Test
  void getsANewTokenWhenTheRegistryForgetsTheOldOne() {
    requireToken("");
    Registry registry = registry();
    registry.manifest(ref);
    valid.clear();
    registry.manifest(ref);
    assertEquals(2, server.count("/token"));
  }

  @Test
  void endsWhereTheRegistryTakesNoToken() {
    requireToken(LocalRegistry.basic("joe", "secret"));
    server.first(exchange -> {
      valid.clear();
      return false;
    });
    Registry registry = registry(JOE);
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> registry.manifest(ref));
    assertEquals(4, failure.exitCode().code());
    assertTrue(server.count("/token") <= 3, "asked " + server.count("/token") + " times");
  }

  @Test
  void saysThatThePasswordIsWrong() {
    requireToken(LocalRegistry.basic("joe", "secret"));
    RemoteFailure failure =
        assertThrows(
            RemoteFailure.class,
            () -> registry(new Credential.Basic("joe", "wrong")).manifest(ref));
    assertEquals(
        "cannot read manifest of "
            + ref
            + ": "
            + server.host()
            + " gives no token: 401 Unauthorized (DENIED: wrong password)",
        failure.getMessage());
    assertFalse(failure.toString().contains("wrong\""));
    assertEquals(4, failure.exitCode().code());
  }

  @Test
  void exchangesARefreshToken() throws IOException {
    requireToken("");
    readAll(registry(new Credential.Refresh("r e")));
    assertEquals(
        List.of(
            "grant_type=refresh_token&client_id=assay&service=test"
                + "&scope=repository%3Ateam%2Fapp%3Apull&refresh_token=r+e"),
        forms);
  }

  @Test
  void sendsARefreshTokenByGetWhereNothingElseIsKnown() throws IOException {
    server.with(exchange -> {
      if (!exchange.getRequestMethod().equals("POST")) {
        return false;
      }
      LocalRegistry.answer(exchange, 405, "");
      return true;
    });
    requireToken(LocalRegistry.basic("<token>", "refresh"));
    readAll(registry(new Credential.Refresh("refresh")));
    assertEquals(2, server.count("/token"));
  }

  @Test
  void sendsNoSecretToAnOpenRealmElsewhere() {
    requireToken("http://far.test/token", "");
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> registry(JOE).manifest(ref));
    assertTrue(
        String.valueOf(failure.getMessage())
            .endsWith(
                "the registry sends for a token to `http://far.test/token`: where secrets would"
                    + " travel in the open"),
        failure.getMessage());
    assertEquals(0, http.log().requests().stream().filter(r -> r.url().contains("far")).count());
  }

  @Test
  void usesARegistryTokenAsItIs() throws IOException {
    requireToken("");
    valid.add("mine");
    readAll(registry(new Credential.Bearer("mine")));
    assertEquals(0, server.count("/token"));
    assertThrows(RemoteFailure.class, () -> registry(new Credential.Bearer("bad")).manifest(ref));
  }

  @Test
  void sendsBasicOnlyWhenAsked() throws IOException {
    server.requireBasic("joe", "secret");
    readAll(registry(JOE));
    List<String> sent =
        server.accesses().stream()
            .filter(a -> !a.path().equals("/v2/"))
            .map(LocalRegistry.Access::authorization)
            .toList();
    String basic = LocalRegistry.basic("joe", "secret");
    assertEquals(List.of("", basic, basic, basic), sent);
  }

  @Test
  void triesAnOldPasswordOnceAndRenewsItOnce() {
    server.requireBasic("joe", "new");
    AtomicInteger renewals = new AtomicInteger();
    CredentialSource source =
        new CredentialSource() {
          @Override
          public Optional<Credential> find(String host) {
            return Optional.of(new Credential.Basic("joe", "old"));
          }

          @Override
          public Optional<Credential> renew(String host) {
            renewals.incrementAndGet();
            return Optional.of(new Credential.Basic("joe", "new"));
          }
        };
    Registry registry = new Registry(http, source);
    registry.manifest(ref);
    registry.manifest(ref);
    assertEquals(1, renewals.get());
    assertEquals(4, server.count("/manifests/"), "without, old, new; then new");
    server.requireBasic("joe", "newer");
    assertThrows(RemoteFailure.class, () -> registry.manifest(ref));
    assertEquals(2, renewals.get());
  }

  @Test
  void renewsATokenThatAmazonCallsExpired() {
    server.requireBasic("AWS", "new");
    server.with(exchange -> {
      LocalRegistry.answer(exchange, 200, "{}");
      return true;
    });
    LocalRegistry.Fault expired =
        exchange -> {
          String header = exchange.getRequestHeaders().getFirst("Authorization");
          if (!LocalRegistry.basic("AWS", "old").equals(header)) {
            return false;
          }
          LocalRegistry.answer(
              exchange,
              403,
              "{\"errors\":[{\"code\":\"DENIED\","
                  + "\"message\":\"Your authorization token has expired.\"}]}");
          return true;
        };
    server.first(expired);
    registry(new Credential.Basic("AWS", "old"), new Credential.Basic("AWS", "new"))
        .ping(server.host());
    assertEquals(
        List.of("", LocalRegistry.basic("AWS", "old"), LocalRegistry.basic("AWS", "new")),
        server.accesses().stream().skip(1).map(LocalRegistry.Access::authorization).toList());
  }

  @Test
  void asksToLogInWhereNoLoginIsKnown() {
    server.requireBasic("joe", "secret");
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> registry().manifest(ref));
    assertEquals(
        "cannot read manifest of "
            + ref
            + ": "
            + server.host()
            + " answers 401 Unauthorized (UNAUTHORIZED: no)",
        failure.getMessage());
    assertEquals(
        "check the name; where the image is not public, run `assay login " + server.host() + "`",
        failure.hint());
  }

  @Test
  void logsInToNoOpenRegistryElsewhere() throws IOException {
    server.requireBasic("joe", "secret");
    try (Http open =
        new Http(
            TestHttp.settings(time).withProxies(Proxies.of(Map.of("http_proxy", server.host()))))) {
      Registry far =
          new Registry(
              open,
              new GivenCredentials(List.of(JOE)),
              host -> Optional.of(URI.create("http://far.test")));
      RemoteFailure failure = assertThrows(RemoteFailure.class, () -> far.manifest(ref));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("it speaks plain http"),
          failure.getMessage());
      assertEquals(1, server.accesses().size());
      assertEquals("", server.accesses().getFirst().authorization());
    }
  }

  @Test
  void manyThreadsShareOneNewToken() throws Exception {
    requireToken("");
    Registry registry = registry();
    registry.manifest(ref);
    valid.clear();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Digest>> reads = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        reads.add(threads.submit(() -> registry.manifest(ref).digest()));
      }
      for (Future<Digest> read : reads) {
        read.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(2, server.count("/token"));
  }
}
