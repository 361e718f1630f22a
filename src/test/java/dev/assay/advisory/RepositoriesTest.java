package dev.assay.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.DatabaseWriter;
import dev.assay.advisory.db.Details;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.db.PartitionId;
import dev.assay.advisory.oci.DatabasePush;
import dev.assay.failure.DatabaseFailure;
import dev.assay.failure.Failure;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import dev.assay.model.Ecosystem;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import dev.assay.net.Http;
import dev.assay.registry.Credential;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.Registry;
import dev.assay.support.DebianRegistry;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database that is pushed on one machine and fetched on another, whole and in parts, from
/// registries good and bad.
final class RepositoriesTest {
  private static final Ecosystem ALPINE = new Ecosystem("alpine", "3.18");
  private static final Ecosystem DEBIAN = new Ecosystem("debian", "12");
  private static final Ecosystem NPM = new Ecosystem("npm", "");
  private static final Ecosystem MAVEN = new Ecosystem("maven", "");
  private static final DataSource SOURCE = new DataSource("test", "Test", "https://example.org");

  @TempDir Path folder;
  private LocalRegistry server;
  private final Http http = TestHttp.client();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private Registry registry;
  private ImageRef ref;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  private final Progress progress =
      new Progress() {
        @Override
        public void step(String what, long done, long total) {}

        @Override
        public void warn(String message) {
          warnings.add(message);
        }

        @Override
        public void debug(String message) {}
      };

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    registry = new Registry(http, CredentialSource.NONE);
    ref = server.ref("team/db", "1");
    build(there(), "2.0");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
  }

  private Path there() {
    return folder.resolve("there");
  }

  private Path here() {
    return folder.resolve("here");
  }

  private static void build(Path cache, String fixed) throws IOException {
    try (DatabaseWriter writer = DatabaseWriter.begin(cache.resolve("db"), Progress.SILENT)) {
      for (Ecosystem each : List.of(ALPINE, DEBIAN, NPM)) {
        for (int i = 0; i < 400; i++) {
          writer.advisory(each, advisory("CVE-2024-" + i, "package-" + i, fixed));
        }
        Vulnerability about = Vulnerability.unknown("CVE-2024-1");
        writer.details(each, Details.of(SOURCE, about));
      }
      writer.enrichment(Details.of(SOURCE, Vulnerability.unknown("CVE-2024-1")));
      writer.endSource(
          new Manifest.Source(
              "test",
              "",
              Digest.sha256(fixed.getBytes(UTF_8)),
              Optional.of(Instant.parse("2025-12-31T00:00:00Z")),
              Optional.empty(),
              1_200,
              0));
      writer.finish(partition -> false);
    }
  }

  private static Advisory advisory(String id, String name, String fixed) {
    return new Advisory(
        id,
        List.of(),
        List.of(),
        SOURCE,
        name,
        List.of(AffectedRange.before(fixed)),
        List.of(),
        Status.FIXED,
        Severity.HIGH,
        "");
  }

  private DatabasePush.Pushed push() throws IOException {
    return new DatabasePush(registry, progress).run(there(), ref);
  }

  private Repositories from(ImageRef... refs) {
    return new Repositories(List.of(refs), asked -> registry, progress, () -> now);
  }

  private void ensure(ImageRef ref, Ecosystem... needed) throws IOException {
    ensure(from(ref), needed);
  }

  private void ensure(Repositories repositories, Ecosystem... needed) throws IOException {
    new Update(List::of, http, Upstream.of(Map.of()), progress, () -> now)
        .ensure(here(), Set.of(needed), new Update.Options(false, Optional.of(repositories)));
  }

  private List<String> partitions() throws IOException {
    return AdvisoryDb.manifest(here().resolve("db")).orElseThrow().partitions().stream()
        .map(partition -> partition.id().toString())
        .toList();
  }

  private String fixedIn(Ecosystem ecosystem) {
    try (AdvisoryDb db = AdvisoryDb.open(here().resolve("db"))) {
      assertEquals(List.of(), db.verify());
      return db.lookup(ecosystem, "package-7").getFirst().ranges().getFirst().fixed();
    }
  }

  private static Manifest.Partition partition(Path cache, Ecosystem ecosystem) throws IOException {
    return AdvisoryDb.manifest(cache.resolve("db"))
        .orElseThrow()
        .find(PartitionId.advisories(ecosystem))
        .orElseThrow();
  }

  @Test
  void aScanFetchesWhatItNeedsAndNothingElse() throws IOException {
    push();
    long before = server.accesses().size();
    ensure(ref, ALPINE);
    assertEquals(
        List.of("advisories/alpine:3.18", "details/alpine", "enrichment/test"), partitions());
    assertEquals("2.0", fixedIn(ALPINE));
    // The list and three partitions.
    assertEquals(
        4,
        server.accesses().stream()
            .skip(before)
            .filter(a -> a.method().equals("GET") && a.path().contains("/blobs/"))
            .count());
    assertEquals(List.of(), warnings);
  }

  @Test
  void whatIsFreshOrHereIsNotFetchedAgain() throws IOException {
    push();
    ensure(ref, ALPINE);
    int before = server.accesses().size();
    ensure(ref, ALPINE);
    assertEquals(before, server.accesses().size());
    now = now.plusSeconds(90_000);
    ensure(ref, ALPINE, NPM);
    // The list, and of npm advisories and details.
    assertEquals(
        3,
        server.accesses().stream().skip(before).filter(a -> a.path().contains("/blobs/")).count());
    assertEquals("2.0", fixedIn(NPM));
  }

  @Test
  void whatChangedThereComesAndWhatDidNotStaysThere() throws IOException {
    assertEquals(7, push().sent());
    ensure(ref, ALPINE, NPM);
    build(there(), "3.0");
    DatabasePush.Pushed second = push();
    assertEquals(3, second.sent());
    now = now.plusSeconds(90_000);
    ensure(ref, NPM);
    assertEquals("3.0", fixedIn(NPM));
    assertEquals("2.0", fixedIn(ALPINE));
  }

  @Test
  void pushingTwiceSendsNothingTheSecondTime() throws IOException {
    DatabasePush.Pushed first = push();
    DatabasePush.Pushed second = push();
    assertEquals(first.digest(), second.digest());
    assertEquals(0, second.sent());
    assertEquals(0, second.sentBytes());
  }

  @Test
  void everythingThatIsPulledIsTheSameDatabase() throws IOException {
    push();
    build(here(), "1.0");
    Manifest pulled = from(ref).pull(here(), Set.of());
    Manifest there = AdvisoryDb.manifest(there().resolve("db")).orElseThrow();
    assertEquals(there.facts(), pulled.facts());
    assertEquals("2.0", fixedIn(DEBIAN));
    assertEquals(there, pulled);
  }

  @Test
  void someEcosystemsJoinWhatIsHere() throws IOException {
    push();
    build(here(), "1.0");
    from(ref).pull(here(), Set.of(new Ecosystem("debian", "")));
    assertEquals("2.0", fixedIn(DEBIAN));
    assertEquals("1.0", fixedIn(NPM));
    DatabaseFailure failure =
        assertThrows(DatabaseFailure.class, () -> from(ref).pull(here(), Set.of(MAVEN)));
    assertEquals(
        "cannot use the database " + ref + ": it has no advisories for maven",
        failure.getMessage());
    assertEquals("it has them for alpine:3.18, debian:12, npm", failure.hint());
  }

  @Test
  void anUpdateBringsWhatIsHereOrEverything() throws IOException {
    push();
    from(ref).refresh(here());
    assertEquals(7, partitions().size());
    Path other = folder.resolve("other");
    new Update(List::of, http, Upstream.of(Map.of()), progress, () -> now)
        .ensure(other, Set.of(NPM), new Update.Options(false, Optional.of(from(ref))));
    assertEquals(3, from(ref).refresh(other).partitions().size());
  }

  @Test
  void whatTheRepositoryDoesNotHaveIsSaid() throws IOException {
    push();
    ensure(ref, ALPINE, MAVEN);
    assertEquals(List.of("the database " + ref + " has no advisories for maven"), warnings);
  }

  @Test
  void goesOnWithWhatIsHereWhereTheRegistryIsOutOfReach() throws IOException {
    push();
    ensure(ref, ALPINE);
    server.close();
    now = now.plusSeconds(90_000);
    ensure(ref, ALPINE);
    assertEquals("2.0", fixedIn(ALPINE));
    assertEquals(2, warnings.size());
    assertTrue(warnings.getFirst().startsWith("cannot use the database " + ref + ": cannot "));
    assertEquals("going on with advisories of 2025-12-31T00:00:00Z, 3 days old", warnings.get(1));
  }

  @Test
  void failsWhereNothingIsHereAndTheRegistryIsOutOfReach() {
    server.close();
    DatabaseFailure failure = assertThrows(DatabaseFailure.class, () -> ensure(ref, ALPINE));
    assertTrue(
        failure
            .getMessage()
            .startsWith("there are no advisories for alpine:3.18: cannot use the database " + ref),
        failure.getMessage());
    assertFalse(failure.hint().isEmpty());
  }

  @Test
  void triesTheNextRepositoryWhereOneFails() throws IOException {
    push();
    ImageRef absent = server.ref("nobody/db", "1");
    ensure(from(absent, ref), ALPINE);
    assertEquals("2.0", fixedIn(ALPINE));
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains(absent + ": "), warnings.toString());
    assertTrue(warnings.getFirst().endsWith("; trying " + ref), warnings.toString());
  }

  @Test
  void anImageIsNoDatabase() throws IOException {
    ImageRef image = server.put("team/app", "1", List.of(new byte[] {1}));
    assertEquals(
        "cannot use the database " + image + ": it is no database of Assay's",
        refused(image).getMessage());
  }

  private Failure refused(ImageRef from) throws IOException {
    build(here(), "1.0");
    Failure failure = assertThrows(Failure.class, () -> from(from).pull(here(), Set.of(NPM)));
    assertTrue(failure instanceof DatabaseFailure || failure instanceof RemoteFailure);
    assertEquals("1.0", fixedIn(NPM));
    try (Stream<Path> files = Files.list(here().resolve("db"))) {
      assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith("work-")));
    }
    return failure;
  }

  @Test
  void aPartitionWithOtherBytesIsRefused() throws IOException {
    push();
    Manifest.Partition npm = partition(there(), NPM);
    byte[] content = server.content().blob(npm.sha256()).orElseThrow();
    content[content.length / 2] ^= 1;
    server.swap(npm.sha256(), content, content.length);
    String message = refused(ref).getMessage();
    assertTrue(
        message.startsWith(
            "cannot use the database "
                + ref
                + ": cannot take partition advisories/npm: its digest is sha256:"),
        message);
  }

  @Test
  void aPartitionLongerThanListedIsRefused() throws IOException {
    push();
    Manifest.Partition npm = partition(there(), NPM);
    server.swap(npm.sha256(), new byte[(int) npm.sizeBytes() + 1], npm.sizeBytes() + 1);
    assertTrue(refused(ref).getMessage().contains("the registry announces "));
  }

  @Test
  void aListWithAnotherDigestIsRefused() throws IOException {
    push();
    byte[] list = AdvisoryDb.manifest(there().resolve("db")).orElseThrow().toJson();
    byte[] other = list.clone();
    other[list.length / 2] ^= 1;
    server.swap(Digest.sha256(list), other, other.length);
    assertTrue(refused(ref).getMessage().contains(": its list has the digest sha256:"));
  }

  /// Pushes a database whose list somebody changed, with a manifest that fits.
  private ImageRef forged(UnaryOperator<String> list, UnaryOperator<String> manifest)
      throws IOException {
    push();
    String original =
        new String(AdvisoryDb.manifest(there().resolve("db")).orElseThrow().toJson(), UTF_8);
    String changed = list.apply(original);
    server.content().putBlob(changed.getBytes(UTF_8));
    String honest =
        new String(registry.manifest(ref).content(), UTF_8)
            .replace(
                Digest.sha256(original.getBytes(UTF_8)).toString(),
                Digest.sha256(changed.getBytes(UTF_8)).toString())
            .replace(
                "\"size\": " + original.getBytes(UTF_8).length,
                "\"size\": " + changed.getBytes(UTF_8).length);
    server
        .content()
        .putManifest(
            "team/db", "forged", manifest.apply(honest).getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
    return server.ref("team/db", "forged");
  }

  @Test
  void aListOfGarbageIsRefused() throws IOException {
    for (String garbage : List.of("", "{", "[]", "{\"format\":2}", "null", "\u0000")) {
      Failure refused = refused(forged(list -> garbage, manifest -> manifest));
      assertTrue(
          refused.getMessage().contains("cannot read the manifest of the advisory database: "),
          garbage);
      assertTrue(refused.hint().contains("what the registry holds is damaged"), refused::hint);
    }
  }

  @Test
  void aListThatNamesAPlaceOutsideIsRefused() throws IOException {
    for (String name : List.of("../evil.adb", "/etc/passwd", "..", "a/b.adb", "other.adb")) {
      String file = partition(there(), NPM).file();
      String message =
          refused(forged(list -> list.replace(file, name), manifest -> manifest)).getMessage();
      assertTrue(
          message.contains("`" + name + "` is no file name")
              || message.contains("partition advisories/npm of its list is not what"),
          message);
    }
  }

  /// A list that is sound in itself and has something else in the place of npm's partition.
  private ImageRef lies(PartitionId id, byte[] content) throws IOException {
    push();
    Digest sha256 = server.content().putBlob(content);
    Manifest honest = AdvisoryDb.manifest(there().resolve("db")).orElseThrow();
    Manifest.Partition npm = partition(there(), NPM);
    Manifest.Partition lie =
        new Manifest.Partition(
            id,
            Manifest.Partition.fileName(id, sha256),
            content.length,
            sha256,
            npm.content(),
            npm.keys(),
            npm.records(),
            npm.sources());
    List<Manifest.Partition> partitions = new ArrayList<>(honest.partitions());
    partitions.remove(npm);
    partitions.add(lie);
    String list = new String(new Manifest(honest.sources(), partitions).toJson(), UTF_8);
    return forged(
        old -> list,
        manifest ->
            manifest
                .replace(npm.sha256().toString(), sha256.toString())
                .replace("\"size\": " + npm.sizeBytes(), "\"size\": " + content.length));
  }

  @Test
  void aPartitionThatClaimsToBeAnotherIsRefused() throws IOException {
    byte[] npm = server.content().blob(pushed(NPM)).orElseThrow();
    ImageRef lying = lies(PartitionId.advisories(MAVEN), npm);
    build(here(), "1.0");
    Failure failure =
        assertThrows(DatabaseFailure.class, () -> from(lying).pull(here(), Set.of(MAVEN)));
    assertTrue(failure.getMessage().endsWith("it is `advisories/npm`"), failure.getMessage());
    assertEquals("1.0", fixedIn(NPM));
    assertFalse(partitions().contains("advisories/maven"));
  }

  private Digest pushed(Ecosystem ecosystem) throws IOException {
    push();
    return partition(there(), ecosystem).sha256();
  }

  @Test
  void aPartitionThatIsBrokenInsideIsRefused() throws IOException {
    byte[] npm = server.content().blob(pushed(NPM)).orElseThrow();
    Random random = new Random(11);
    for (int i = 0; i < 12; i++) {
      byte[] broken = npm.clone();
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      refused(lies(PartitionId.advisories(NPM), broken));
      refused(lies(PartitionId.advisories(NPM), Arrays.copyOf(npm, random.nextInt(npm.length))));
    }
  }

  @Test
  void wrongMediaTypesAreRefused() throws IOException {
    String what = "application/vnd.dev.assay.database.";
    for (String part : List.of("v1", "list.v1+json")) {
      UnaryOperator<String> change = text -> text.replace(what + part, "application/json");
      assertTrue(
          refused(forged(list -> list, change)).getMessage().endsWith("no database of Assay's"));
    }
    UnaryOperator<String> change = text -> text.replace(what + "partition.v1", "text/plain");
    assertTrue(
        refused(forged(list -> list, change))
            .getMessage()
            .endsWith("is not what the manifest has"));
  }

  @Test
  void sizesThatDisagreeAreRefused() throws IOException {
    String size = "\"size\": " + partition(there(), NPM).sizeBytes();
    for (String other : List.of("0", "1", "99999999999", "70368744177665")) {
      refused(forged(list -> list, text -> text.replace(size, "\"size\": " + other)));
    }
    String listed = "\"sizeBytes\":" + partition(there(), NPM).sizeBytes();
    UnaryOperator<String> huge = text -> text.replace(listed, "\"sizeBytes\":2000000000000");
    refused(forged(huge, text -> text.replace(size, "\"size\": 2000000000000")));
  }

  @Test
  void twoAtOnceAreBothRight() throws Exception {
    push();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (Ecosystem each : List.of(ALPINE, DEBIAN, NPM, ALPINE)) {
        work.add(() -> {
          ensure(ref, each);
          return true;
        });
      }
      for (Future<Boolean> each : threads.invokeAll(work)) {
        assertTrue(each.get());
      }
    }
    assertEquals(7, partitions().size());
    for (Ecosystem each : List.of(ALPINE, DEBIAN, NPM)) {
      assertEquals("2.0", fixedIn(each));
    }
    Set<String> once = new TreeSet<>();
    server.accesses().stream()
        .filter(a -> a.method().equals("GET") && a.path().contains("/blobs/"))
        .map(LocalRegistry.Access::path)
        .filter(path -> !path.endsWith(listDigest()))
        .forEach(path -> assertTrue(once.add(path), path));
  }

  private String listDigest() {
    try {
      return Digest.sha256(AdvisoryDb.manifest(there().resolve("db")).orElseThrow().toJson())
          .toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aDamagedPartitionHereIsFetchedAnew() throws IOException {
    push();
    from(ref).pull(here(), Set.of());
    Path file = AdvisoryDb.file(here().resolve("db"), partition(here(), NPM));
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    from(ref).refresh(here());
    assertEquals("2.0", fixedIn(NPM));
  }

  @Test
  void aDamagedDatabaseIsNotPushed() throws IOException {
    Path file = AdvisoryDb.file(there().resolve("db"), partition(there(), NPM));
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    DatabaseFailure failure = assertThrows(DatabaseFailure.class, this::push);
    assertTrue(failure.getMessage().startsWith("cannot push the advisory database: "));
    assertEquals(0, server.accesses().size());
  }

  @Test
  void debiansRegistryKeepsADatabase() throws Exception {
    try (DebianRegistry debian = DebianRegistry.start(folder.resolve("debian"))) {
      goesThrough(registry, ImageRef.parse(debian.host() + "/team/db:1"));
    }
  }

  @Test
  void debiansRegistryBehindBasicKeepsADatabase() throws Exception {
    try (DebianRegistry debian = DebianRegistry.start(folder.resolve("debian"), "joe", "secret")) {
      Credential joe = new Credential.Basic("joe", "secret");
      ImageRef there = ImageRef.parse(debian.host() + "/team/db:1");
      goesThrough(new Registry(http, host -> Optional.of(joe)), there);
      assertThrows(RemoteFailure.class, () -> from(there).pull(here(), Set.of()));
    }
  }

  private void goesThrough(Registry registry, ImageRef there) throws IOException {
    DatabasePush push = new DatabasePush(registry, progress);
    assertEquals(7, push.run(there(), there).sent());
    assertEquals(0, push.run(there(), there).sent());
    ensure(new Repositories(List.of(there), asked -> registry, progress, () -> now), ALPINE, NPM);
    assertEquals(5, partitions().size());
    assertEquals("2.0", fixedIn(NPM));
  }
}
