package dev.assay.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.PartitionId;
import dev.assay.builtin.BuiltIns;
import dev.assay.failure.DatabaseFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Upstream as copies on loopback, below the hosts' names as a mirror has them.
final class UpdateTest {
  private static final Ecosystem ALPINE = new Ecosystem("alpine", "3.18");
  private static final Ecosystem DEBIAN = new Ecosystem("debian", "12");
  private static final Ecosystem NPM = new Ecosystem("npm", "");
  private static final Ecosystem MAVEN = new Ecosystem("maven", "");
  private static final Ecosystem UBUNTU = new Ecosystem("ubuntu", "22.04");
  private static final String SECDB = "/secdb.alpinelinux.org/v3.18/main.json";
  private static final String TRACKER = "/security-tracker.debian.org/tracker/data/json";
  private static final String OSV = "/osv-vulnerabilities.storage.googleapis.com/";

  @TempDir Path cache;
  private HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Http http = new Http(HttpSettings.standard("assay/test", Map.of()));
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private int cutAfter = Integer.MAX_VALUE;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    files.put(SECDB, secdb("1.2.3-r0"));
    files.put(TRACKER, tracker("1:1.2.13"));
    files.put(OSV + "npm/all.zip", zip(osv("GHSA-1", "npm"), osv("GHSA-2", "Maven")));
    files.put(OSV + "Ubuntu/all.zip", zip(osv("UBUNTU-CVE-2024-1", "Ubuntu:22.04:LTS")));
    files.put(
        "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
        "{\"dateReleased\":\"2025-08-25T00:00:00Z\",\"vulnerabilities\":[{\"cveID\":\"CVE-2024-1\",\"dateAdded\":\"2025-01-01\"}]}"
            .getBytes(UTF_8));
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    http.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
    asked.add(path + (range.startsWith("bytes=") ? " " + range : ""));
    byte[] content = files.get(path);
    try (exchange) {
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(content) + "\"");
      int from = 0;
      if (range.startsWith("bytes=")) {
        from = Integer.parseInt(range.substring(6, range.length() - 1));
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      int end = from > 0 ? content.length : Math.min(content.length, cutAfter);
      exchange.getResponseBody().write(content, from, end - from);
    }
  }

  private static byte[] secdb(String version) {
    return ("{\"distroversion\":\"v3.18\",\"packages\":[{\"pkg\":{\"name\":\"zlib\",\"secfixes\":{\""
            + version
            + "\":[\"CVE-2024-1\"]}}}]}")
        .getBytes(UTF_8);
  }

  private static byte[] tracker(String fixed) {
    return ("{\"zlib\":{\"CVE-2024-1\":{\"description\":\"bad\",\"releases\":{\"bookworm\":{\"status\":\"resolved\",\"fixed_version\":\""
            + fixed
            + "\",\"urgency\":\"high\"}}}}}")
        .getBytes(UTF_8);
  }

  private static String osv(String id, String ecosystem) {
    return "{\"id\":\""
        + id
        + "\",\"modified\":\"2025-06-07T00:00:00Z\",\"aliases\":[\"CVE-2024-1\"],\"affected\":[{\"package\":{\"ecosystem\":\""
        + ecosystem
        + "\",\"name\":\"x\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"2.0.0\"}]}]}]}";
  }

  private static byte[] zip(String... records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < records.length; i++) {
        zip.putNextEntry(new ZipEntry(i + ".json"));
        zip.write(records[i].getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private Update update() {
    String mirror = "http://127.0.0.1:" + server.getAddress().getPort();
    return new Update(
        BuiltIns::feeds,
        http,
        Upstream.of(Map.of(Upstream.MIRROR, mirror)),
        new Progress() {
          @Override
          public void step(String what, long done, long total) {}

          @Override
          public void warn(String message) {
            warnings.add(message);
          }

          @Override
          public void debug(String message) {}
        },
        () -> now);
  }

  private void ensure(Ecosystem... needed) throws IOException {
    update().ensure(cache, Set.of(needed), new Update.Options(false, Optional.empty()));
  }

  private String fixed(Ecosystem ecosystem, String name) {
    try (AdvisoryDb db = AdvisoryDb.open(cache.resolve("db"))) {
      return db.lookup(ecosystem, name).getFirst().ranges().getFirst().fixed();
    }
  }

  @Test
  void fetchesWhatIsMissingAndNothingElse() throws IOException {
    ensure(ALPINE);
    assertEquals("1.2.3-r0", fixed(ALPINE, "zlib"));
    assertEquals(
        List.of(
            SECDB,
            "/secdb.alpinelinux.org/v3.18/community.json",
            "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"),
        asked);
    asked.clear();
    ensure(ALPINE, DEBIAN, NPM, UBUNTU);
    assertEquals(Set.of(TRACKER, OSV + "npm/all.zip", OSV + "Ubuntu/all.zip"), Set.copyOf(asked));
    assertEquals(3, asked.size());
    assertEquals("1:1.2.13", fixed(DEBIAN, "zlib"));
    assertEquals("2.0.0", fixed(NPM, "x"));
    assertEquals("2.0.0", fixed(UBUNTU, "x"));
    assertEquals("1.2.3-r0", fixed(ALPINE, "zlib"));
    try (AdvisoryDb db = AdvisoryDb.open(cache.resolve("db"))) {
      assertFalse(db.covers(MAVEN), "a record of two ecosystems makes no partition of the other");
      assertEquals("2025-01-01", db.details(ALPINE, "CVE-2024-1").orElseThrow().exploitedSince());
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void aDayOldPartitionIsFetchedAgainAndAYoungerOneIsNot() throws IOException {
    ensure(ALPINE);
    asked.clear();
    files.put(SECDB, secdb("1.2.4-r0"));
    now = now.plus(Duration.ofHours(23));
    ensure(ALPINE);
    assertEquals(List.of(), asked);
    now = now.plus(Duration.ofHours(2));
    ensure(ALPINE);
    assertTrue(asked.contains(SECDB));
    assertEquals("1.2.4-r0", fixed(ALPINE, "zlib"));
  }

  @Test
  void goesOnWithWhatThereIsWhereUpstreamIsOutOfReachAndTellsItsAge() throws IOException {
    ensure(ALPINE, DEBIAN);
    now = now.plus(Duration.ofDays(3));
    files.remove(SECDB);
    files.put(TRACKER, tracker("1:1.2.14"));
    ensure(ALPINE, DEBIAN);
    assertEquals("1.2.3-r0", fixed(ALPINE, "zlib"));
    assertEquals("1:1.2.14", fixed(DEBIAN, "zlib"));
    assertTrue(warnings.get(0).contains("alpine:3.18"), warnings.toString());
    assertTrue(warnings.get(0).contains("status 404"), warnings.toString());
    assertTrue(warnings.getLast().contains("days old"), warnings.toString());
  }

  @Test
  void goesOnWithWhatThereIsWhereTheFolderCannotBeWrittenAndTellsItsAge() throws IOException {
    ensure(ALPINE);
    now = now.plus(Duration.ofDays(3));
    asked.clear();
    blockWriters();
    ensure(ALPINE, DEBIAN);
    assertEquals("1.2.3-r0", fixed(ALPINE, "zlib"));
    assertEquals(List.of(), asked, "what nobody could keep is not fetched");
    assertEquals(2, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).startsWith("cannot write the advisory database"), warnings.get(0));
    assertTrue(warnings.get(1).contains("days old"), warnings.get(1));
    DatabaseFailure failure = assertThrows(DatabaseFailure.class, () -> ensure(NPM));
    assertTrue(message(failure).contains("cannot write the advisory database"), message(failure));
    assertTrue(failure.hint().contains("--cache-dir"), failure.hint());
  }

  /// As a read-only disk does, for the administrator as well.
  private void blockWriters() throws IOException {
    Path lock = cache.resolve("db").resolve("lock");
    Files.deleteIfExists(lock);
    Files.createDirectories(lock);
  }

  @Test
  void aDiskThatIsFullAtTheEndLeavesWhatThereWas() throws IOException {
    ensure(ALPINE);
    files.put(SECDB, secdb("1.2.4-r0"));
    ensureElsewhere();
    now = now.plus(Duration.ofDays(3));
    ensure(ALPINE);
    assertEquals("1.2.3-r0", fixed(ALPINE, "zlib"));
    assertTrue(
        warnings.getFirst().contains("cannot write the advisory database"), warnings.toString());
    assertTrue(warnings.getLast().contains("days old"), warnings.toString());
  }

  /// Puts a folder where each file of the next database is to be.
  private void ensureElsewhere() throws IOException {
    Path other = Files.createDirectories(cache.resolve("other"));
    update().ensure(other, Set.of(ALPINE), new Update.Options(false, Optional.empty()));
    Path partitions = cache.resolve("db/partitions");
    try (Stream<Path> next = Files.list(other.resolve("db/partitions"))) {
      for (Path file : next.toList()) {
        Path target = partitions.resolve(String.valueOf(file.getFileName()));
        if (!Files.exists(target)) {
          Files.createDirectories(target.resolve("occupied"));
        }
      }
    }
    warnings.clear();
  }

  @Test
  void nothingAtAllIsAFailureWithAHint() {
    files.clear();
    DatabaseFailure failure = assertThrows(DatabaseFailure.class, () -> ensure(ALPINE));
    assertTrue(message(failure).contains("status 404"), message(failure));
    assertTrue(failure.hint().contains("db build"));
    server.stop(0);
    failure = assertThrows(DatabaseFailure.class, () -> ensure(ALPINE));
    assertTrue(message(failure).contains("refused"), message(failure));
  }

  @Test
  void whatUpstreamDoesNotHaveIsNotAskedForEveryTime() throws IOException {
    Ecosystem unknown = new Ecosystem("ubuntu", "99.04");
    ensure(unknown);
    asked.clear();
    ensure(unknown);
    assertEquals(List.of(), asked);
  }

  @Test
  void neverTouchesTheNetworkWhereThatIsForbidden() throws IOException {
    update().ensure(cache, Set.of(ALPINE), new Update.Options(true, Optional.empty()));
    assertEquals(List.of(), asked);
    assertFalse(Files.exists(cache.resolve("db")));
  }

  @Test
  void aTransferThatBreaksOffIsTakenUpWhereItEnded() throws IOException {
    StringBuilder packages = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      packages.append(
          "{\"pkg\":{\"name\":\"p" + i + "\",\"secfixes\":{\"1-r0\":[\"CVE-2024-1\"]}}},");
    }
    String json =
        new String(secdb("1.2.3-r0"), UTF_8).replace("[{\"pkg\"", "[" + packages + "{\"pkg\"");
    files.put(SECDB, json.getBytes(UTF_8));
    cutAfter = 100_000;
    ensure(ALPINE);
    assertEquals("1.2.3-r0", fixed(ALPINE, "zlib"));
    assertEquals("1-r0", fixed(ALPINE, "p2999"));
    assertTrue(asked.stream().anyMatch(a -> a.startsWith(SECDB + " bytes=")), asked.toString());
  }

  @Test
  void damageOnTheWayLeavesWhatThereWas() throws IOException {
    ensure(NPM);
    byte[] whole = zip(osv("GHSA-1", "npm"));
    files.put(OSV + "npm/all.zip", Arrays.copyOf(whole, whole.length / 2));
    now = now.plus(Duration.ofDays(2));
    ensure(NPM);
    assertEquals("2.0.0", fixed(NPM, "x"));
    assertTrue(warnings.getFirst().contains("npm"), warnings.toString());
  }

  @Test
  void updateRefreshesEveryPartitionThereIs() throws IOException {
    assertThrows(DatabaseFailure.class, () -> update().refresh(cache));
    ensure(ALPINE, NPM);
    asked.clear();
    files.put(SECDB, secdb("1.2.4-r0"));
    update().refresh(cache);
    assertEquals("1.2.4-r0", fixed(ALPINE, "zlib"));
    assertTrue(asked.containsAll(List.of(SECDB, OSV + "npm/all.zip")), asked.toString());
    files.clear();
    assertThrows(DatabaseFailure.class, () -> update().refresh(cache));
    assertEquals("1.2.4-r0", fixed(ALPINE, "zlib"));
  }

  @Test
  void aDamagedDatabaseIsFetchedAnew() throws IOException {
    ensure(ALPINE);
    Files.writeString(cache.resolve("db/manifest.json"), "{\"format\":");
    ensure(ALPINE);
    assertEquals("1.2.3-r0", fixed(ALPINE, "zlib"));
  }

  @Test
  void aSourceAtAnAddressIsBuiltLikeOneOnDisk() throws IOException {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    DbBuild build = new DbBuild(BuiltIns.feeds(), http, Progress.SILENT);
    BuildSummary summary =
        build.build(cache, List.of(new SourceArgument("osv", base + OSV + "npm/all.zip")));
    assertEquals(2, summary.readings().getFirst().source().records());
    assertTrue(summary.manifest().find(PartitionId.advisories(MAVEN)).isPresent());
    assertEquals("2.0.0", fixed(NPM, "x"));
    assertThrows(
        RemoteFailure.class,
        () -> build.build(cache, List.of(new SourceArgument("osv", base + "/none"))));
    assertEquals("2.0.0", fixed(NPM, "x"));
  }

  @Test
  void aMirrorInTheOpenIsRefused() {
    List<String> accepted = new ArrayList<>();
    for (String address : List.of("http://example.org", "ftp://127.0.0.1", "x", "http://", "%")) {
      try {
        Upstream.of(Map.of(Upstream.MIRROR, address));
        accepted.add(address);
      } catch (UsageFailure e) {
        assertTrue(message(e).contains(Upstream.MIRROR));
      }
    }
    assertEquals(List.of(), accepted);
    Upstream.of(Map.of(Upstream.MIRROR, "https://mirror.example.org/advisories"));
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
