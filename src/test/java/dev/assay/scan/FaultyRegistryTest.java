package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.assay.Main;
import dev.assay.cli.Console;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import dev.assay.registry.MediaTypes;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs against a registry and a network that fail. What passes must end in the very list of
/// a run without trouble; what lasts must end in 3 or 4 and in no list at all, never in a shorter
/// one.
class FaultyRegistryTest {
  private static final String TOKEN_PATH = "/token";
  private static final int HALF = 2 << 20;

  @TempDir Path home;

  private LocalRegistry registry;
  private LocalRegistry storage;
  private Digest layer;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private interface Fault {
    void bring() throws IOException;
  }

  private record Case(String name, Fault fault) {}

  @BeforeEach
  void start() throws IOException {
    Path secdb = Files.createDirectories(home.resolve("secdb").resolve("v3.10"));
    Files.writeString(
        secdb.resolve("main.json"),
        """
        {"reponame": "main", "distroversion": "v3.10", "packages": [
          {"pkg": {"name": "thttpd", "secfixes": {"2.0-r1": ["CVE-2020-1001", "CVE-2020-1002"]}}},
          {"pkg": {"name": "zlib", "secfixes": {"1.3-r0": ["CVE-2021-2001"]}}}
        ]}
        """);
    assertEquals(0, assay("db", "build", "--source", "alpine-secdb=" + secdb.getParent()));
    fresh();
  }

  /// Servers without faults, and nothing known of the image.
  private void fresh() throws IOException {
    stop();
    registry = LocalRegistry.start();
    storage = LocalRegistry.start();
    byte[] noise = new byte[2 * HALF];
    new Random(7).nextBytes(noise);
    LayerBuilder.Layer built =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file("bin/noise", 0755, noise)
            .file(
                "lib/apk/db/installed",
                "P:thttpd\nV:1.9-r0\nA:x86_64\no:thttpd\n\nP:zlib\nV:1.2-r0\nA:x86_64\no:zlib\n\n")
            .build();
    ImageBuilder.Image image = new ImageBuilder(Platform.DEFAULT).layer(built, "ADD /").build();
    image.blobs().values().forEach(registry.content()::putBlob);
    image.blobs().values().forEach(storage.content()::putBlob);
    registry.content().putManifest("app", "1", image.manifest(), MediaTypes.OCI_MANIFEST);
    layer = built.digest();
    assertEquals(0, assay("cache", "clean"));
  }

  @AfterEach
  void stop() throws IOException {
    if (registry != null) {
      registry.close();
      storage.close();
    }
  }

  private int assay(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(
        List.of(arguments),
        Console.of(
            new ByteArrayInputStream(new byte[0]),
            out,
            err,
            Map.of("HOME", home.toString(), "ASSAY_STDERR_TTY", "0")));
  }

  private int scan(String... more) {
    List<String> all =
        new ArrayList<>(List.of("image", "--skip-db-update", "--image-src", "remote", "-f", "ids"));
    all.addAll(List.of(more));
    all.add(registry.host() + "/app:1");
    return assay(all.toArray(String[]::new));
  }

  private static boolean isLayer(HttpExchange exchange, Digest layer) {
    return exchange.getRequestURI().getPath().endsWith("/blobs/" + layer);
  }

  /// Closes the connection without a word.
  private void hangUp(String inPath, int times) {
    AtomicInteger left = new AtomicInteger(times);
    registry.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains(inPath) || left.getAndDecrement() <= 0) {
        return false;
      }
      exchange.close();
      return true;
    });
  }

  /// A token of its own endpoint, of which the first is refused once half the layer was sent.
  private void tokenThatExpiresInMidLayer() {
    Set<String> valid = ConcurrentHashMap.newKeySet();
    AtomicInteger issued = new AtomicInteger();
    AtomicBoolean isCut = new AtomicBoolean();
    registry.with(exchange -> {
      if (exchange.getRequestURI().getPath().equals(TOKEN_PATH)) {
        String token = "token-" + issued.incrementAndGet();
        valid.add(token);
        LocalRegistry.answer(exchange, 200, "{\"token\":\"" + token + "\",\"expires_in\":300}");
        return true;
      }
      String header =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      if (!header.startsWith("Bearer ") || !valid.contains(header.substring(7))) {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer realm=\"http://" + registry.host() + TOKEN_PATH + "\",service=\"test\"");
        LocalRegistry.answer(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
        return true;
      }
      if (isLayer(exchange, layer) && isCut.compareAndSet(false, true)) {
        valid.clear();
      }
      return false;
    });
    registry.cut(layer, HALF, 1);
  }

  /// The registry leads to another signed address each time; the first breaks off, and no more
  /// holds when it is asked again.
  private void redirectThatChanges() {
    AtomicInteger signature = new AtomicInteger();
    registry.with(exchange -> {
      if (!isLayer(exchange, layer)) {
        return false;
      }
      exchange
          .getResponseHeaders()
          .set(
              "Location",
              "http://"
                  + storage.host()
                  + exchange.getRequestURI().getPath()
                  + "?signature="
                  + signature.incrementAndGet());
      LocalRegistry.answer(exchange, 307, "");
      return true;
    });
    AtomicBoolean isGone = new AtomicBoolean();
    storage.with(exchange -> {
      boolean isFirst = "signature=1".equals(exchange.getRequestURI().getQuery());
      if (isFirst && !isGone.compareAndSet(false, true)) {
        LocalRegistry.answer(exchange, 403, "<Error><Code>AccessDenied</Code></Error>");
        return true;
      }
      return false;
    });
    storage.cut(layer, HALF, 1);
  }

  /// So many bytes in small pieces with pauses, then the rest.
  private void dribble() {
    registry.with(exchange -> {
      if (!isLayer(exchange, layer)) {
        return false;
      }
      byte[] content = registry.content().blob(layer).orElseThrow();
      exchange.sendResponseHeaders(200, content.length);
      try (OutputStream body = exchange.getResponseBody()) {
        for (int at = 0; at < 64; at++) {
          body.write(content, at, 1);
          body.flush();
          pause(10);
        }
        body.write(content, 64, content.length - 64);
      }
      return true;
    });
  }

  /// Some bytes, then nothing, while the connection stays open.
  private void silence() {
    registry.with(exchange -> {
      if (!isLayer(exchange, layer)) {
        return false;
      }
      byte[] content = registry.content().blob(layer).orElseThrow();
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, HALF);
      exchange.getResponseBody().flush();
      pause(20_000);
      exchange.close();
      return true;
    });
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is being stopped
    }
  }

  private void noRangesAndABreak() {
    registry.cut(layer, HALF, 1);
    registry.ignoreRanges();
  }

  private byte[] damaged() {
    byte[] other = registry.content().blob(layer).orElseThrow().clone();
    other[other.length / 2] ^= 1;
    return other;
  }

  private void damageWhatIsSentAfterTheBreak() {
    byte[] other = damaged();
    registry.cut(layer, HALF / 2, 1);
    registry.with(exchange -> {
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (!isLayer(exchange, layer) || range == null) {
        return false;
      }
      int from = Integer.parseInt(range.replaceAll("\\D", ""));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (other.length - 1) + "/" + other.length);
      exchange.sendResponseHeaders(206, other.length - from);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(Arrays.copyOfRange(other, from, other.length));
      }
      return true;
    });
  }

  @TestFactory
  Stream<DynamicTest> whatPassesChangesNothing() {
    assertEquals(1, scan("--exit-code", "1"));
    String expected = out.toString(UTF_8);
    assertEquals(3, expected.lines().count());
    return Stream.of(
            new Case("one break in the layer", () -> registry.cut(layer, HALF, 1)),
            new Case("four breaks in the layer", () -> registry.cut(layer, HALF / 2, 4)),
            new Case("two 503s before the layer", () -> fail("/blobs/" + layer, 2, 503, Map.of())),
            new Case("two 503s before the manifest", () -> fail("/manifests/", 2, 503, Map.of())),
            new Case(
                "a 502 and a 500",
                () -> {
                  fail("/manifests/", 1, 502, Map.of());
                  fail("/blobs/", 1, 500, Map.of());
                }),
            new Case(
                "a 429 that says when", () -> fail("/blobs/", 1, 429, Map.of("Retry-After", "1"))),
            new Case("429s that do not", () -> fail("/manifests/", 2, 429, Map.of())),
            new Case(
                "a hang-up before each answer",
                () -> {
                  hangUp("/manifests/", 1);
                  hangUp("/blobs/", 1);
                }),
            new Case("no ranges, and a break", this::noRangesAndABreak),
            new Case("a token that expires in mid-layer", this::tokenThatExpiresInMidLayer),
            new Case("a redirect that changes", this::redirectThatChanges),
            new Case("bytes that come slowly", this::dribble))
        .map(each ->
            DynamicTest.dynamicTest(
                each.name(),
                () -> {
                  fresh();
                  each.fault().bring();
                  int code = scan("--exit-code", "1");
                  assertAll(
                      () -> assertEquals(1, code, err.toString(UTF_8)),
                      () -> assertEquals(expected, out.toString(UTF_8)));
                }));
  }

  private void fail(String inPath, int times, int status, Map<String, String> headers) {
    registry.fail(inPath, times, status, headers);
  }

  private record Lasting(String name, int exit, String says, Fault fault, List<String> flags) {}

  @TestFactory
  Stream<DynamicTest> whatLastsEndsInNoList() {
    byte[] content = registry.content().blob(layer).orElseThrow();
    return Stream.of(
            lasting("503 for ever", 4, "503", () -> fail("/blobs/", 99, 503, Map.of())),
            lasting(
                "a wait that is too long",
                4,
                "429",
                () -> fail("/manifests/", 99, 429, Map.of("Retry-After", "86400"))),
            lasting(
                "a break at the same place for ever",
                4,
                "broke off",
                () -> registry.cut(layer, 0, 99)),
            lasting("a registry that only hangs up", 4, "", () -> hangUp("/manifests/", 99)),
            lasting(
                "fewer bytes announced",
                3,
                "announces",
                () -> registry.swap(layer, Arrays.copyOf(content, HALF), HALF)),
            lasting(
                "more bytes announced",
                3,
                "announces",
                () ->
                    registry.swap(
                        layer, Arrays.copyOf(content, content.length + 1), content.length + 1)),
            lasting(
                "more bytes than announced anywhere",
                3,
                "more than",
                () -> registry.swap(layer, Arrays.copyOf(content, content.length + 1), 0)),
            lasting(
                "one wrong bit",
                3,
                "digest",
                () -> registry.swap(layer, damaged(), content.length)),
            lasting(
                "one wrong bit after a break", 3, "digest", this::damageWhatIsSentAfterTheBreak),
            new Lasting("silence", 4, "", this::silence, List.of("--timeout", "3s")))
        .map(each ->
            DynamicTest.dynamicTest(
                each.name(),
                () -> {
                  fresh();
                  each.fault().bring();
                  int code = scan(each.flags().toArray(String[]::new));
                  String said = err.toString(UTF_8);
                  assertAll(
                      () -> assertEquals(each.exit(), code, said),
                      () -> assertEquals("", out.toString(UTF_8)),
                      () -> assertTrue(said.contains(each.says()), said));
                }));
  }

  private static Lasting lasting(String name, int exit, String says, Fault fault) {
    return new Lasting(name, exit, says, fault, List.of());
  }

  @Test
  void afterAFaultTheNextScanReadsAllOfIt() throws IOException {
    AtomicBoolean isDown = new AtomicBoolean(true);
    registry.with(exchange -> {
      if (!isLayer(exchange, layer) || !isDown.get()) {
        return false;
      }
      exchange.sendResponseHeaders(200, damaged().length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(damaged());
      }
      return true;
    });
    assertEquals(3, scan("--exit-code", "1"));
    isDown.set(false);
    assertEquals(1, scan("--exit-code", "1"));
    assertEquals(3, out.toString(UTF_8).lines().count());
  }
}
