package dev.assay.cli.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.assay.Main;
import dev.assay.cli.Console;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.Registry;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `discover`, `tree`, `fetch` and `copy` against lists that are larger than anybody's, or have no
/// end: one sentence each, and its exit code; nothing is cut short in silence.
class EndlessListsTest {
  private static final byte[] EMPTY = "{}".getBytes(UTF_8);
  private static final String LIMIT = " supported";

  @TempDir Path work;
  private LocalRegistry server;
  private LocalRegistry other;
  private ImageRef image;
  private Descriptor subject;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    other = LocalRegistry.start();
    image = server.put("team/app", "1", List.of("layer".getBytes(UTF_8)));
    server.content().putBlob(EMPTY);
    try (Http http = TestHttp.client()) {
      subject = new Registry(http, CredentialSource.NONE).manifest(image).descriptor();
    }
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  private int assay(String... arguments) {
    out.reset();
    err.reset();
    Map<String, String> environment =
        Map.of("HOME", work.toString(), "ASSAY_STDERR_TTY", "0", "COLUMNS", "80");
    return Main.run(
        List.of(arguments), Console.of(InputStream.nullInputStream(), out, err, environment));
  }

  /// All four verbs say the same.
  private void eachSays(int code, String words) {
    String name = image.toString();
    for (List<String> command :
        List.of(
            List.of("discover", name),
            List.of("tree", name),
            List.of("fetch", "--artifact-type", "a/b", "-o", work.resolve("x").toString(), name),
            List.of("copy", "-r", name, other.ref("to/app", "1").toString()))) {
      assertEquals(
          code, assay(command.toArray(String[]::new)), () -> command + err.toString(UTF_8));
      String said = err.toString(UTF_8);
      assertTrue(said.startsWith("error: cannot "), said);
      assertTrue(said.contains(words), said);
    }
    assertTrue(
        other.accesses().stream().noneMatch(access -> access.path().endsWith("/manifests/1")),
        "no tag names what was not copied whole");
  }

  private static Descriptor number(int i, String note) {
    Digest digest = Digest.sha256(("n" + i).getBytes(UTF_8));
    return new Descriptor(
        MediaTypes.OCI_MANIFEST,
        digest,
        400,
        new java.util.TreeMap<>(Map.of("note", note)),
        java.util.Optional.empty(),
        List.of(),
        "a/b");
  }

  private static byte[] index(List<Descriptor> entries) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_INDEX);
          json.array("manifests", () -> entries.forEach(e -> json.object(() -> e.write(json))));
        }));
  }

  /// Answers for the list of any manifest, or of one.
  private void lists(Function<HttpExchange, List<Descriptor>> list) {
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
        return false;
      }
      exchange.getResponseHeaders().set("Content-Type", MediaTypes.OCI_INDEX);
      LocalRegistry.answer(exchange, 200, new String(index(list.apply(exchange)), UTF_8));
      return true;
    });
  }

  private static void link(HttpExchange exchange, String page) {
    exchange
        .getResponseHeaders()
        .set("Link", "<" + exchange.getRequestURI().getPath() + page + ">; rel=\"next\"");
  }

  @Test
  void aHundredThousandReferrersAreTooMany() {
    AtomicInteger page = new AtomicInteger();
    List<Descriptor> all = new ArrayList<>();
    lists(exchange -> {
      int at = page.getAndIncrement() % 10;
      link(exchange, "?page=" + page.get());
      all.clear();
      for (int i = 0; i < 10_000; i++) {
        all.add(number(at * 10_000 + i, ""));
      }
      return all;
    });
    eachSays(3, "more than the 10000 entries" + LIMIT);
  }

  @Test
  void pagesThatGoOnForEverAreTooMany() {
    AtomicInteger page = new AtomicInteger();
    lists(exchange -> {
      link(exchange, "?page=" + page.incrementAndGet());
      return List.of();
    });
    eachSays(3, "more than the 1000 pages" + LIMIT);
  }

  @Test
  void pagesInACircleAreTheRegistrysFault() {
    lists(exchange -> {
      link(exchange, "?page=1");
      return List.of();
    });
    eachSays(4, "go in a circle");
  }

  @Test
  void longAnnotationsAreTooMuchLongBeforeTheyFillTheMemory() {
    AtomicInteger page = new AtomicInteger();
    String note = "x".repeat(4_000_000);
    lists(exchange -> {
      link(exchange, "?page=" + page.incrementAndGet());
      return List.of(number(page.get(), note));
    });
    eachSays(3, "more than the 50331648 bytes" + LIMIT);
    assertTrue(page.get() <= 4 * 13, page::toString);
  }

  @Test
  void aCircleOfReferrersIsListedOnceAndNotCopied() {
    Descriptor a = number(1, "");
    Descriptor b = number(2, "");
    lists(exchange -> {
      String path = exchange.getRequestURI().getPath();
      return List.of(path.endsWith(a.digest().hex()) ? b : a);
    });
    assertEquals(0, assay("discover", "-o", "table", image.toString()), err::toString);
    assertEquals(4, out.toString(UTF_8).lines().count(), out::toString);
    // What a list claims is believed of nobody: neither is there.
    assertEquals(3, assay("copy", "-r", image.toString(), other.ref("to/app", "1").toString()));
    assertTrue(err.toString(UTF_8).startsWith("error: cannot "), err::toString);
  }

  private Descriptor attach(String note, Descriptor about) {
    byte[] manifest =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("schemaVersion", 2);
              json.put("mediaType", MediaTypes.OCI_MANIFEST);
              json.put("artifactType", "a/b");
              json.object(
                  "config",
                  () -> Descriptor.of(MediaTypes.OCI_EMPTY, Digest.sha256(EMPTY), 2).write(json));
              json.array("layers", () -> {});
              json.object("subject", () -> about.write(json));
              json.object("annotations", () -> json.put("note", note));
            }));
    Digest digest = Digest.sha256(manifest);
    server.content().putManifest("team/app", digest.toString(), manifest, MediaTypes.OCI_MANIFEST);
    return Descriptor.of(MediaTypes.OCI_MANIFEST, digest, manifest.length);
  }

  @Test
  void aChainOfReferrersHasAnEnd() {
    Descriptor last = subject;
    for (int i = 0; i < 12; i++) {
      last = attach("link " + i, last);
    }
    for (String verb : List.of("discover", "tree")) {
      assertEquals(3, assay(verb, image.toString()));
      assertTrue(err.toString(UTF_8).contains("more than the 10 levels" + LIMIT), err::toString);
    }
    assertEquals(3, assay("copy", "-r", image.toString(), other.ref("to/app", "1").toString()));
    assertTrue(err.toString(UTF_8).contains("more than the 8 levels"), err::toString);
    assertEquals(0, assay("copy", image.toString(), other.ref("to/app", "1").toString()));
  }

  @Test
  void aTreeThatIsTooWideIsNotAskedForToTheEnd() {
    // Each has a hundred more, all different.
    lists(exchange -> {
      String path = exchange.getRequestURI().getPath();
      List<Descriptor> hundred = new ArrayList<>();
      for (int i = 0; i < 4_000; i++) {
        hundred.add(number((path + i).hashCode(), ""));
      }
      return hundred;
    });
    assertEquals(3, assay("discover", image.toString()), err::toString);
    assertTrue(err.toString(UTF_8).contains(LIMIT), err::toString);
  }

  @Test
  void aListUnderATagHasLimitsToo() {
    server.content().keepNoReferrers();
    List<Descriptor> many = new ArrayList<>();
    for (int i = 0; i <= 1_000; i++) {
      many.add(number(i, ""));
    }
    String tag = "sha256-" + subject.digest().hex();
    server.content().putManifest("team/app", tag, index(many), MediaTypes.OCI_INDEX);
    eachSays(3, "more than the 1000 entries under the tag ");
  }

  @Test
  void manifestsOfFourMegabytesAreNotAllKept() {
    server.content().keepNoReferrers();
    List<Descriptor> large = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      large.add(attach("x".repeat(4_000_000) + i, subject));
    }
    String tag = "sha256-" + subject.digest().hex();
    server.content().putManifest("team/app", tag, index(large), MediaTypes.OCI_INDEX);
    eachSays(3, "more than the 50331648 bytes" + LIMIT);
  }

  @Test
  void anIndexOfTwentyThousandImagesIsNotBegun() {
    List<Descriptor> children = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      children.add(Descriptor.of(MediaTypes.OCI_MANIFEST, number(i, "").digest(), 400));
    }
    server.content().putManifest("team/app", "huge", index(children), MediaTypes.OCI_INDEX);
    String huge = server.ref("team/app", "huge").toString();
    assertEquals(3, assay("copy", huge, other.ref("to/app", "1").toString()));
    assertTrue(
        err.toString(UTF_8).contains("more than the 10000 manifests" + LIMIT), err::toString);
    assertEquals(List.of(), other.accesses());
    assertEquals(0, assay("discover", huge), err::toString);
  }
}
