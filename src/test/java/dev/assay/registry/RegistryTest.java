package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.ExitCode;
import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.Receipt;
import dev.assay.net.Http;
import dev.assay.net.Tls;
import dev.assay.support.FakeTime;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import dev.assay.support.TestTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
  private static final byte[] LAYER = layer();

  private LocalRegistry server;
  private Http http;
  private Registry registry;
  private ImageRef ref;

  private static byte[] layer() {
    byte[] layer = new byte[3_000_000];
    new Random(3).nextBytes(layer);
    return layer;
  }

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    http = TestHttp.client();
    registry = new Registry(http, CredentialSource.NONE);
    ref = server.put("team/app", "1", List.of(LAYER));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
  }

  private byte[] read() throws IOException {
    try (InputStream in = registry.openBlob(ref, blob(LAYER.length), "layer")) {
      return in.readAllBytes();
    }
  }

  private static Descriptor blob(long size) {
    return Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(LAYER), size);
  }

  @Test
  void resolvesAnImageWithTwoReadsAndSaysWhatMoved() {
    Registry.Located image = registry.locate(ref, Platform.DEFAULT);
    assertEquals(Platform.DEFAULT, registry.config(image).platform());
    assertEquals(Digest.sha256(LAYER), image.manifest().layers().getFirst().digest());
    assertEquals(image.topDigest(), image.digest());
    assertEquals(
        List.of("ping", "manifest", "config"),
        http.log().requests().stream().map(Receipt.Request::purpose).toList());
    assertEquals(
        2 + image.manifest().sizeBytes() + image.manifest().config().sizeBytes(),
        http.log().bytesMoved());
  }

  @Test
  void goesThroughAnIndexToThePlatform() {
    Registry.Located one = registry.locate(ref, Platform.DEFAULT);
    String index =
        "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\""
            + one.digest()
            + "\",\"size\":"
            + one.manifest().sizeBytes()
            + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}";
    Digest digest =
        server
            .content()
            .putManifest("team/app", "all", index.getBytes(UTF_8), MediaTypes.OCI_INDEX);
    ImageRef all = server.ref("team/app", "all");
    Registry.Located image = registry.locate(all, Platform.DEFAULT);
    assertEquals(digest, image.topDigest());
    assertEquals(one.digest(), image.digest());
    InputFailure failure =
        assertThrows(InputFailure.class, () -> registry.locate(all, Platform.parse("linux/arm64")));
    assertEquals(
        "cannot choose an image from " + all + ": the index has no linux/arm64, it has linux/amd64",
        failure.getMessage());
  }

  @Test
  void readsByDigestAndRefusesOtherBytes() {
    Digest digest = registry.manifest(ref).digest();
    assertEquals(digest, registry.manifest(ref.at(digest)).digest());
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/manifests/")) {
        return false;
      }
      LocalRegistry.answer(exchange, 200, "{\"schemaVersion\":2,\"layers\":[]}");
      return true;
    });
    InputFailure failure =
        assertThrows(InputFailure.class, () -> registry.manifest(ref.at(digest)));
    assertTrue(String.valueOf(failure.getMessage()).contains("asked for was " + digest));
  }

  @ParameterizedTest
  @CsvSource({
    "sha256:0000000000000000000000000000000000000000000000000000000000000000, cannot trust",
    "md5:0, unsupported digest algorithm",
    "nonsense, malformed digest"
  })
  void refusesAManifestThatIsNotWhatIsAnnounced(String announced, String problem) {
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/manifests/")) {
        return false;
      }
      exchange.getResponseHeaders().set("Docker-Content-Digest", announced);
      LocalRegistry.answer(exchange, 200, "{\"schemaVersion\":2,\"layers\":[]}");
      return true;
    });
    InputFailure failure = assertThrows(InputFailure.class, () -> registry.manifest(ref));
    assertTrue(String.valueOf(failure.getMessage()).contains(problem), failure.getMessage());
  }

  @Test
  void goesOnWhereABlobBroke() throws IOException {
    server.cut(Digest.sha256(LAYER), 700_000, 3);
    assertArrayEquals(LAYER, read());
    assertEquals(
        List.of("", "bytes=700000-", "bytes=1400000-", "bytes=2100000-"),
        server.accesses().stream()
            .filter(a -> a.path().contains("/blobs/"))
            .map(LocalRegistry.Access::range)
            .toList());
    assertEquals(LAYER.length, movedFor("layer"));
  }

  private long movedFor(String purpose) {
    return http.log().requests().stream()
        .filter(r -> r.purpose().equals(purpose))
        .mapToLong(Receipt.Request::bytes)
        .sum();
  }

  @Test
  void readsOverWhatItKnowsWhereTheServerIgnoresRanges() throws IOException {
    server.ignoreRanges();
    server.cut(Digest.sha256(LAYER), 1_000_000, 1);
    assertArrayEquals(LAYER, read());
    assertEquals(LAYER.length + 1_000_000, movedFor("layer"));
  }

  @Test
  void givesUpOnABlobThatBreaksAgainAndAgain() {
    server.cut(Digest.sha256(LAYER), 10, Integer.MAX_VALUE);
    RemoteFailure failure = assertThrows(RemoteFailure.class, this::read);
    assertTrue(String.valueOf(failure.getMessage()).contains("broke off again and again"));
    assertEquals(6, server.count("/blobs/"));
  }

  @Test
  void refusesABlobOfAnotherLength() {
    server.swap(Digest.sha256(LAYER), new byte[10], 10);
    InputFailure shorter = assertThrows(InputFailure.class, this::read);
    assertTrue(
        String.valueOf(shorter.getMessage())
            .endsWith("the registry announces 10 bytes, the manifest " + LAYER.length));
  }

  @Test
  void refusesMoreBytesThanTheManifestAnnounces() {
    server.swap(Digest.sha256(LAYER), new byte[LAYER.length + 1], 0);
    InputFailure longer = assertThrows(InputFailure.class, this::read);
    assertTrue(String.valueOf(longer.getMessage()).contains("sends more than the"));
  }

  @Test
  void refusesAnotherRangeThanAskedFor() {
    Digest digest = Digest.sha256(LAYER);
    server.with(exchange -> {
      if (exchange.getRequestHeaders().getFirst("Range") == null) {
        return false;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes 0-" + (LAYER.length - 1) + "/" + LAYER.length);
      LocalRegistry.answer(exchange, 206, "x");
      return true;
    });
    server.cut(digest, 1_000, 1);
    InputFailure failure = assertThrows(InputFailure.class, this::read);
    assertTrue(String.valueOf(failure.getMessage()).contains("sends another range"));
  }

  @Test
  void followsABlobToAnotherHostWithoutTheLogin() throws IOException {
    try (LocalRegistry store = LocalRegistry.start()) {
      store.content().putBlob(LAYER);
      server.requireBasic("joe", "secret");
      server.redirectBlobs("http://" + store.host());
      registry =
          new Registry(http, new GivenCredentials(List.of(new Credential.Basic("joe", "secret"))));
      store.cut(Digest.sha256(LAYER), 900_000, 1);
      assertArrayEquals(LAYER, read());
      assertEquals(
          List.of("", ""),
          store.accesses().stream().map(LocalRegistry.Access::authorization).toList());
      assertEquals(2, store.count("/blobs/"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, 4, 401 Unauthorized (TEST: as told)",
    "403, 4, 403 Forbidden (TEST: as told)",
    "404, 3, 404 Not Found (TEST: as told)",
    "429, 4, 429 Too Many Requests (TEST: as told)",
    "500, 4, 500 Internal Server Error (TEST: as told)",
    "418, 4, 418 (TEST: as told)"
  })
  void tellsWhatTheRegistrySays(int status, int exit, String words) {
    server.fail("/manifests/", 99, status, Map.of());
    Failure failure = assertThrows(Failure.class, () -> registry.manifest(ref));
    assertEquals(
        "cannot read manifest of " + ref + ": " + server.host() + " answers " + words,
        failure.getMessage());
    assertEquals(exit, failure.exitCode().code());
  }

  @Test
  void showsNoControlCharactersOfARegistry() {
    server.with(exchange -> {
      LocalRegistry.answer(
          exchange,
          403,
          "{\"errors\":[{\"code\":\"X\\u001b[2J\",\"message\":\"a\\nb\\u202e"
              + "c".repeat(5_000)
              + "\"}]}");
      return true;
    });
    Failure failure = assertThrows(Failure.class, () -> registry.manifest(ref));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("(X [2J: a b ccc"), message);
    assertTrue(message.length() < 500, message);
  }

  @Test
  void triesAgainWhereAManifestBreaksOff() {
    Digest digest = registry.manifest(ref).digest();
    server.with(exchange -> {
      if (server.count("/manifests/") > 2
          || !exchange.getRequestURI().getPath().contains("/manifests/")) {
        return false;
      }
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      exchange.close();
      return true;
    });
    assertEquals(digest, registry.manifest(ref).digest());
    assertEquals(3, server.count("/manifests/"));
  }

  @Test
  void refusesAManifestAndAConfigurationOverTheLimit() {
    byte[] huge = new byte[Manifest.MAX_BYTES + 1];
    server.content().putManifest("team/app", "huge", huge, MediaTypes.OCI_MANIFEST);
    InputFailure failure =
        assertThrows(InputFailure.class, () -> registry.manifest(server.ref("team/app", "huge")));
    assertTrue(String.valueOf(failure.getMessage()).contains("longer than the limit of 4194304"));
    String claims =
        LocalRegistry.manifest("{}", List.of()).replace("\"size\":2", "\"size\":99999999999");
    server
        .content()
        .putManifest("team/app", "claims", claims.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
    assertThrows(
        InputFailure.class,
        () -> registry.config(registry.locate(server.ref("team/app", "claims"), Platform.DEFAULT)));
  }

  @Test
  void saysThatNobodyIsThere() {
    server.close();
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> registry.manifest(ref));
    assertEquals(
        "cannot reach the registry " + server.host() + ": the connection was refused",
        failure.getMessage());
    assertEquals(ExitCode.REMOTE, failure.exitCode());
  }

  @Test
  void looksWithoutReading() {
    assertEquals(registry.manifest(ref).digest(), registry.look(ref).orElseThrow().digest());
    assertTrue(registry.look(server.ref("team/app", "none")).isEmpty());
  }

  @Test
  void listsAllPagesOfTagsAndRepositories() {
    for (int i = 0; i < 2_500; i++) {
      server.content().putManifest("many", "t" + i, "{}".getBytes(UTF_8), MediaTypes.OCI_INDEX);
    }
    assertEquals(2_500, Set.copyOf(registry.tags(server.ref("many", "x"))).size());
    assertEquals(3, server.count("/tags/list"));
    assertEquals(List.of("many", "team/app"), registry.repositories(server.host()));
    assertThrows(InputFailure.class, () -> registry.tags(server.ref("none", "x")));
  }

  @Test
  void followsNoLinkOfAListToAnotherHost() {
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().endsWith("/tags/list")) {
        return false;
      }
      exchange.getResponseHeaders().set("Link", "<http://127.0.0.2:1/v2/x>; rel=\"next\"");
      LocalRegistry.answer(exchange, 200, "{\"tags\":[\"a\"]}");
      return true;
    });
    assertEquals(List.of("a"), registry.tags(ref));
  }

  @Test
  void speaksTlsToALoopbackRegistryThatWantsIt(@TempDir Path folder) throws Exception {
    TestTls tls = TestTls.create(folder).issue("server", "ip:127.0.0.1");
    try (LocalRegistry secure = LocalRegistry.start(tls.context("server"))) {
      ImageRef image = secure.put("app", "1", List.of(LAYER));
      RemoteFailure unknown = assertThrows(RemoteFailure.class, () -> registry.manifest(image));
      assertTrue(
          String.valueOf(unknown.getMessage())
              .endsWith("its certificate is signed by an unknown authority"),
          unknown.getMessage());
      assertTrue(unknown.hint().contains("--cacert"));
      for (Tls trust :
          List.of(
              new Tls(List.of(tls.authority()), List.of(), Set.of()),
              new Tls(List.of(), List.of(), Set.of(secure.host())))) {
        try (Http trusting = new Http(TestHttp.settings(new FakeTime()).withTls(trust))) {
          assertEquals(
              1,
              new Registry(trusting, CredentialSource.NONE)
                  .locate(image, Platform.DEFAULT)
                  .manifest()
                  .layers()
                  .size());
        }
      }
    }
  }

  @Test
  void readsAForeignLayerFromItsAddressWithoutALogin(@TempDir Path folder) throws Exception {
    TestTls tls = TestTls.create(folder).issue("server", "ip:127.0.0.1");
    try (LocalRegistry far = LocalRegistry.start(tls.context("server"));
        Http trusting =
            new Http(
                TestHttp.settings(new FakeTime())
                    .withTls(new Tls(List.of(tls.authority()), List.of(), Set.of())))) {
      byte[] foreign = "foreign".getBytes(UTF_8);
      Digest digest = far.content().putBlob(foreign);
      server.requireBasic("joe", "secret");
      Registry mine =
          new Registry(
              trusting, new GivenCredentials(List.of(new Credential.Basic("joe", "secret"))));
      String path = far.host() + "/v2/far/blobs/" + digest;
      Descriptor both = foreign(digest, List.of("http://" + path, "https://" + path));
      try (InputStream in = mine.openBlob(ref, both, "layer")) {
        assertArrayEquals(foreign, in.readAllBytes());
      }
      assertEquals("", far.accesses().getFirst().authorization());
      Descriptor open = foreign(digest, List.of("http://" + path));
      assertThrows(RemoteFailure.class, () -> mine.openBlob(ref, open, "layer"));
      assertEquals(1, far.accesses().size());

      far.fail("/astray", 9, 302, Map.of("Location", "ftp://" + path));
      String astray = "https://" + far.host() + "/astray";
      Descriptor second = foreign(digest, List.of(astray, "https://" + path));
      try (InputStream in = mine.openBlob(ref, second, "layer")) {
        assertArrayEquals(foreign, in.readAllBytes());
      }
      Descriptor neither = foreign(digest, List.of(astray, astray));
      RemoteFailure failure =
          assertThrows(RemoteFailure.class, () -> mine.openBlob(ref, neither, "layer"));
      assertTrue(failure.getMessage().contains("no http address"), failure::getMessage);
    }
  }

  private static Descriptor foreign(Digest digest, List<String> urls) {
    return new Descriptor(
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        digest,
        7,
        new java.util.TreeMap<>(),
        java.util.Optional.empty(),
        urls,
        "");
  }
}
