package dev.assay.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.net.Request;
import dev.assay.net.Time;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.Registry;
import dev.assay.support.DebianRegistry;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestData;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferrersTest {
  private static final String KIND = "application/vnd.example+json";
  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  @TempDir Path folder;
  private LocalRegistry server;
  private Http http;
  private Registry registry;
  private Referrers referrers;
  private ImageRef image;
  private Descriptor subject;

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    http = TestHttp.client();
    registry = new Registry(http, CredentialSource.NONE);
    referrers = new Referrers(registry);
    image = server.put("team/app", "1", List.of("layer".getBytes(UTF_8)));
    subject = registry.manifest(image).descriptor();
    server.content().putBlob(EMPTY);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
  }

  private static byte[] artifact(String kind, String note, Descriptor subject) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_MANIFEST);
          json.put("artifactType", kind);
          json.object(
              "config",
              () -> Descriptor.of(MediaTypes.OCI_EMPTY, Digest.sha256(EMPTY), 2).write(json));
          json.array("layers", () -> {});
          json.object("subject", () -> subject.write(json));
          json.object("annotations", () -> json.put("note", note));
        }));
  }

  private ReferrerQuery query(String kind) {
    return new ReferrerQuery(image, subject.digest(), kind);
  }

  private static List<String> notes(ReferrerList list) {
    return list.referrers().stream()
        .map(r -> r.descriptor().annotations().getOrDefault("note", ""))
        .sorted()
        .toList();
  }

  @Test
  void theRegistryListsWhatIsAttached() {
    Attached attached = referrers.attach(image, artifact(KIND, "a", subject));
    referrers.attach(image, artifact("other/kind", "b", subject));
    assertEquals(ReferrerList.Way.API, attached.way());
    assertEquals(subject.digest(), attached.subject());
    assertEquals(List.of("a", "b"), notes(referrers.list(query(""))));
    ReferrerList ofKind = referrers.list(query(KIND));
    assertEquals(List.of("a"), notes(ofKind));
    assertEquals(attached.digest(), ofKind.referrers().getFirst().descriptor().digest());
    assertEquals(
        attached.digest(), referrers.open(query(KIND), ofKind.referrers().getFirst()).digest());
  }

  @Test
  void clientsKeepTheListWhereTheRegistryKeepsNone() throws Exception {
    try (DebianRegistry debian = DebianRegistry.start(folder)) {
      ImageRef there = pushImage(debian.host());
      referrers.attach(there, artifact(KIND, "a", subject));
      Attached second = referrers.attach(there, artifact("other/kind", "b", subject));
      referrers.attach(there, artifact(KIND, "a", subject));
      assertEquals(ReferrerList.Way.TAG, second.way());
      ReferrerQuery all = new ReferrerQuery(there, subject.digest(), "");
      ReferrerList list = referrers.list(all);
      assertEquals(ReferrerList.Way.TAG, list.way());
      assertEquals(List.of("a", "b"), notes(list));
      assertEquals(
          List.of("b"),
          notes(referrers.list(new ReferrerQuery(there, subject.digest(), "other/kind"))));
      assertTrue(registry.tags(there).contains("sha256-" + subject.digest().hex()));
    }
  }

  /// The image and the empty configuration, in another registry.
  private ImageRef pushImage(String host) {
    ImageRef there = ImageRef.parse(host + "/team/app:1");
    byte[] config = LocalRegistry.config(List.of("layer".getBytes(UTF_8))).getBytes(UTF_8);
    for (byte[] blob : List.of(config, "layer".getBytes(UTF_8), EMPTY)) {
      registry.pushBlob(
          there, Digest.sha256(blob), Request.Body.of("application/octet-stream", blob));
    }
    byte[] manifest = registry.manifest(image).content();
    assertEquals(subject.digest(), registry.pushManifest(there, manifest, MediaTypes.OCI_MANIFEST));
    return there;
  }

  @Test
  void twelveWritersAtOnceKeepTwelve() throws Exception {
    try (DebianRegistry debian = DebianRegistry.start(folder)) {
      ImageRef there = pushImage(debian.host());
      assertEquals(twelve(12), attachTogether(there, 12));
      assertEquals(twelve(12), attachTogether(image, 12));
    }
  }

  @Test
  void twelveWritersAtOnceKeepTwelveWhereTheListIsKeptByClientsUnderConditions() throws Exception {
    server.content().keepNoReferrers();
    assertEquals(twelve(12), attachTogether(image, 12));
    assertTrue(registry.tags(image).contains(FallbackTag.tag(query("")).tag().orElse("")));
  }

  private static List<String> twelve(int count) {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      notes.add("note " + i);
    }
    return notes.stream().sorted().toList();
  }

  private List<String> attachTogether(ImageRef there, int count)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try (Http real = new Http(TestHttp.settings(Time.SYSTEM).withTimeouts(20_000, 20_000))) {
      List<Future<Attached>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] artifact = artifact(KIND, "note " + i, subject);
        // Each is a client of its own.
        Referrers own = new Referrers(new Registry(real, CredentialSource.NONE));
        running.add(threads.submit(() -> own.attach(there, artifact)));
      }
      for (Future<Attached> attached : running) {
        attached.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return notes(referrers.list(new ReferrerQuery(there, subject.digest(), "")));
  }

  @Test
  void anEntryThatAnotherWroteOverIsPutBack() {
    server.content().keepNoReferrers();
    byte[] theirs = artifact(KIND, "theirs", subject);
    Attached other = referrers.attach(image, theirs);
    byte[] before = registry.manifest(FallbackTag.tag(query(""))).content();
    AtomicInteger puts = new AtomicInteger();
    String tag = FallbackTag.tag(query("")).tag().orElseThrow();
    server.with(exchange -> {
      boolean isList = exchange.getRequestURI().getPath().endsWith(tag);
      if (isList && exchange.getRequestMethod().equals("GET") && puts.get() == 1) {
        puts.incrementAndGet();
        // A client that read before us and writes after us.
        server.content().putManifest("team/app", tag, before, MediaTypes.OCI_INDEX);
      }
      if (isList && exchange.getRequestMethod().equals("PUT")) {
        puts.incrementAndGet();
      }
      return false;
    });
    Attached own = referrers.attach(image, artifact(KIND, "ours", subject));
    assertEquals(List.of("ours", "theirs"), notes(referrers.list(query(""))));
    assertEquals(3, puts.get());
    assertTrue(!own.digest().equals(other.digest()));
  }

  @Test
  void saysThatAReferrerIsLostWhereOthersNeverStopWriting() {
    server.content().keepNoReferrers();
    String tag = FallbackTag.tag(query("")).tag().orElseThrow();
    byte[] empty = FallbackIndex.EMPTY.content();
    server.with(exchange -> {
      if (exchange.getRequestMethod().equals("GET")
          && exchange.getRequestURI().getPath().endsWith(tag)) {
        server.content().putManifest("team/app", tag, empty, MediaTypes.OCI_INDEX);
      }
      return false;
    });
    RemoteFailure failure =
        assertThrows(
            RemoteFailure.class, () -> referrers.attach(image, artifact(KIND, "a", subject)));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("referrer lost"), failure.getMessage());
  }

  @Test
  void aTypeThatTheListHasWrongIsReadFromTheManifest() {
    server.content().keepNoReferrers();
    byte[] artifact = artifact(KIND, "a", subject);
    Digest digest =
        server.content().putManifest("team/app", "x", artifact, MediaTypes.OCI_MANIFEST);
    Descriptor wrong =
        new Descriptor(
            MediaTypes.OCI_MANIFEST,
            digest,
            artifact.length,
            new java.util.TreeMap<>(),
            java.util.Optional.empty(),
            List.of(),
            MediaTypes.OCI_EMPTY);
    putList(FallbackIndex.EMPTY.with(wrong).content());
    assertEquals(List.of("a"), notes(referrers.list(query(KIND))));
  }

  private void putList(byte[] content) {
    server
        .content()
        .putManifest(
            "team/app",
            FallbackTag.tag(query("")).tag().orElseThrow(),
            content,
            MediaTypes.OCI_INDEX);
  }

  @Test
  void whatIsAboutAnotherImageOrGoneIsSkippedAndSaid() {
    server.content().keepNoReferrers();
    Digest strange = Digest.sha256("other".getBytes(UTF_8));
    byte[] foreign = artifact(KIND, "foreign", Descriptor.of(MediaTypes.OCI_MANIFEST, strange, 5));
    Digest digest = server.content().putManifest("team/app", "x", foreign, MediaTypes.OCI_MANIFEST);
    putList(
        FallbackIndex.EMPTY
            .with(Descriptor.of(MediaTypes.OCI_MANIFEST, digest, foreign.length))
            .with(Descriptor.of(MediaTypes.OCI_MANIFEST, strange, 5))
            .content());
    ReferrerList list = referrers.list(query(""));
    assertEquals(List.of(), list.referrers());
    assertEquals(
        digest + ": it refers to " + strange + " by its own word", list.skipped().getFirst());
    assertTrue(list.skipped().get(1).startsWith(strange + ": cannot read manifest of "));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500, 502, 429, 400, 501})
  void troubleIsNeverAnEmptyList(int status) {
    server.fail("/referrers/", 100, status, Map.of());
    assertThrows(RemoteFailure.class, () -> referrers.list(query("")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "<html>",
        "{\"manifests\":[{}]}",
        "{\"manifests\":[{\"digest\":\"x\"}]}"
      })
  void garbageIsNeverAnEmptyList(String content) {
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
        return false;
      }
      LocalRegistry.answer(exchange, 200, content);
      return true;
    });
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> referrers.list(query("")));
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("cannot list what refers to "),
        failure.getMessage());
  }

  @Test
  void anImageUnderTheTagOfTheListIsNoEmptyList() {
    server.content().keepNoReferrers();
    putList(registry.manifest(image).content());
    assertThrows(RemoteFailure.class, () -> referrers.list(query("")));
    putList("{".getBytes(UTF_8));
    assertThrows(RemoteFailure.class, () -> referrers.list(query("")));
  }

  private static void page(HttpExchange exchange, List<Descriptor> entries, String link)
      throws IOException {
    exchange.getResponseHeaders().set("Link", "<" + link + ">; rel=\"next\"");
    FallbackIndex index = FallbackIndex.EMPTY;
    for (Descriptor entry : entries) {
      index = index.with(entry);
    }
    byte[] content = index.content();
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  @Test
  void readsEveryPage() {
    for (int i = 0; i < 7; i++) {
      referrers.attach(image, artifact(KIND, "note " + i, subject));
    }
    server.with(exchange -> {
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      if (!exchange.getRequestURI().getPath().contains("/referrers/") || query.contains("n=3")) {
        return false;
      }
      exchange
          .getResponseHeaders()
          .set("Location", exchange.getRequestURI().getPath() + "?" + query + "&n=3");
      LocalRegistry.answer(exchange, 307, "");
      return true;
    });
    assertEquals(twelve(7), notes(referrers.list(query(KIND))));
    assertTrue(server.count("/referrers/") >= 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?again",
        "http://127.0.0.1:1/v2/x/referrers/y",
        "http://[",
        "mailto:a@b",
        "%same"
      })
  void aListWithoutEndOrOnAnotherServerFails(String link) {
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
        return false;
      }
      page(exchange, List.of(), link);
      return true;
    });
    assertThrows(RemoteFailure.class, () -> referrers.list(query("")));
    assertTrue(server.count("/referrers/") <= 3);
  }

  @Test
  void aListOfTooManyPagesOrEntriesFails() {
    AtomicInteger pages = new AtomicInteger();
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
        return false;
      }
      page(exchange, List.of(), "?page=" + pages.incrementAndGet());
      return true;
    });
    assertThrows(InputFailure.class, () -> referrers.list(query("")));
    assertEquals(1_000, pages.get());
  }

  @Test
  void oneThatTheRegistryTakesButNeverListsIsLost() {
    server.content().keepNoReferrers();
    server.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
        return false;
      }
      LocalRegistry.answer(
          exchange,
          200,
          "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":[]}");
      return true;
    });
    RemoteFailure failure =
        assertThrows(
            RemoteFailure.class, () -> referrers.attach(image, artifact(KIND, "a", subject)));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("referrer lost"), failure.getMessage());
  }

  @Test
  void whatNamesNoSubjectIsNotAttached() {
    byte[] plain = registry.manifest(image).content();
    assertThrows(InputFailure.class, () -> referrers.attach(image, plain));
  }

  @Test
  void whatOrasWroteIsListed() throws IOException {
    for (String sample : List.of("10-oras-attach-tagfallback", "11-oras-attach-referrers")) {
      Path files = TestData.require("sign-samples/" + sample);
      boolean isTag = sample.startsWith("10");
      try (LocalRegistry other = LocalRegistry.start()) {
        if (isTag) {
          other.content().keepNoReferrers();
        }
        Digest about = load(files, other);
        ReferrerList list = referrers.list(new ReferrerQuery(other.ref("app", "v1"), about, ""));
        assertEquals(isTag ? ReferrerList.Way.TAG : ReferrerList.Way.API, list.way());
        Set<String> kinds =
            list.referrers().stream().map(Referrer::artifactType).collect(Collectors.toSet());
        assertEquals(Set.of("application/vnd.syft+json", "application/vnd.cyclonedx+json"), kinds);
      }
    }
  }

  /// Fills a registry with a sample and returns the image's digest.
  private static Digest load(Path files, LocalRegistry server) throws IOException {
    Set<Path> all = new HashSet<>();
    try (var list = Files.list(files)) {
      list.forEach(all::add);
    }
    Digest about = Digest.sha256(new byte[0]);
    for (Path file : all) {
      byte[] content = Files.readAllBytes(file);
      String name = file.getFileName().toString();
      if (name.startsWith("blob_")) {
        server.content().putBlob(content);
      } else if (name.startsWith("manifest_")) {
        String text = new String(content, UTF_8);
        boolean isIndex = text.contains("\"manifests\"");
        boolean isImage = !isIndex && !text.contains("\"subject\"");
        Digest digest = Digest.sha256(content);
        about = isImage ? digest : about;
        server
            .content()
            .putManifest(
                "app",
                isImage ? "v1" : digest.toString(),
                content,
                isIndex ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST);
        if (isIndex) {
          server
              .content()
              .putManifest(
                  "app",
                  "sha256-19124f51796134b8ae3bca21ffec12a37593f52bb140b31287ad2d5d921383bb",
                  content,
                  MediaTypes.OCI_INDEX);
        }
      }
    }
    return about;
  }
}
