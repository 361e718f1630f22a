package dev.assay.sign.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.sign.fake.Keys;
import dev.assay.sign.tuf.TrustUpdate.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Updates of whom to trust, from mirrors that do all that a mirror can do wrong.
class TrustUpdateTest {
  private static final String ROOT = "trusted_root.json";

  @TempDir Path work;
  private final FakeTuf mirror = new FakeTuf();
  private TrustFolder folder;

  @BeforeEach
  void begin() {
    folder = new TrustFolder(work.resolve("trust"));
    folder.begin(mirror.publish(), "https://mirror.example", "root");
  }

  private Outcome update() {
    return TrustUpdate.run(folder, mirror, FakeTuf.NOW);
  }

  private byte[] held() throws IOException {
    return Files.readAllBytes(work.resolve("trust").resolve(ROOT));
  }

  /// An update that must end, with what we had before still in its place.
  private void refused(String... words) throws IOException {
    boolean hadOne = Files.exists(work.resolve("trust").resolve(ROOT));
    byte[] before = hadOne ? held() : new byte[0];
    Failure failure = assertThrows(RemoteFailure.class, this::update);
    for (String word : words) {
      assertTrue(String.valueOf(failure.getMessage()).contains(word), failure::getMessage);
    }
    assertEquals(hadOne, Files.exists(work.resolve("trust").resolve(ROOT)));
    if (hadOne) {
      assertArrayEquals(before, held());
    }
  }

  private void publishAnother() {
    mirror.targets.put(ROOT, FakeTuf.trustedRoot("https://log-2.example"));
    mirror.next(Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP);
    mirror.publish();
  }

  @Test
  void whatIsNewIsFetchedAndWhatIsKnownIsNot() throws IOException {
    Outcome first = update();
    assertEquals(List.of(ROOT), first.changed());
    assertArrayEquals(mirror.targets.get(ROOT), held());
    assertEquals(
        Map.of("root", 1L, "timestamp", 1L, "snapshot", 1L, "targets", 1L), first.versions());
    mirror.asked.clear();
    assertEquals(List.of(), update().changed());
    assertEquals(
        List.of("2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"),
        mirror.asked);
    publishAnother();
    assertEquals(List.of(ROOT), update().changed());
    assertArrayEquals(mirror.targets.get(ROOT), held());
  }

  @Test
  void namesHaveNoVersionsWhereTheRootSaysSo() throws IOException {
    mirror.isConsistent = false;
    mirror.files.clear();
    folder.begin(mirror.publish(), "https://mirror.example", "root");
    update();
    assertTrue(mirror.asked.containsAll(List.of("snapshot.json", "targets/" + ROOT)));
    assertArrayEquals(mirror.targets.get(ROOT), held());
  }

  @Test
  void rootsFollowOneAnotherAndEachIsSignedByTheLastAndByItself() throws IOException {
    List<KeyPair> old = mirror.keys.get(Role.ROOT);
    for (int i = 0; i < 3; i++) {
      List<KeyPair> fresh = List.of(Keys.ecdsa(), Keys.ecdsa());
      mirror.keys.put(Role.ROOT, fresh);
      mirror.signers.put(Role.ROOT, List.of(old.get(0), old.get(1), fresh.get(0), fresh.get(1)));
      mirror.next(Role.ROOT);
      mirror.publish();
      old = fresh;
    }
    assertEquals(4L, update().versions().get("root"));
    // The next time begins with the newest.
    mirror.asked.clear();
    update();
    assertEquals("5.root.json", mirror.asked.getFirst());
  }

  @Test
  void aRootThatTheLastOneDidNotSignIsRefused() throws IOException {
    update();
    mirror.renew(Role.ROOT, List.of(Keys.ecdsa(), Keys.ecdsa()), 2);
    mirror.next(Role.ROOT);
    mirror.publish();
    refused("2.root.json is signed by 0 of the keys for root in", "2 are needed");
  }

  @Test
  void aRootThatDoesNotSignItselfIsRefused() throws IOException {
    List<KeyPair> old = mirror.keys.get(Role.ROOT);
    mirror.renew(Role.ROOT, List.of(Keys.ecdsa(), Keys.ecdsa()), 2);
    mirror.signers.put(Role.ROOT, old);
    mirror.next(Role.ROOT);
    mirror.publish();
    refused("2.root.json is signed by 0 of the keys for root in 2.root.json");
  }

  @Test
  void aRootOfAnotherVersionThanItsNameIsRefused() throws IOException {
    mirror.versions.put(Role.ROOT, 3L);
    byte[] third = mirror.publish();
    mirror.files.remove("3.root.json");
    mirror.files.put("2.root.json", third);
    refused("2.root.json is version 3");
    mirror.versions.put(Role.ROOT, 1L);
    mirror.files.put("2.root.json", mirror.publish());
    refused("2.root.json is version 1");
  }

  @Test
  void tooFewSignaturesAreTooFewInEveryRole() throws IOException {
    update();
    for (Role role : Role.values()) {
      List<KeyPair> all = List.of(Keys.ecdsa(), Keys.ecdsa(), Keys.ecdsa());
      FakeTuf bad = new FakeTuf();
      bad.renew(role, all, 2);
      TrustFolder fresh = new TrustFolder(work.resolve(role.word()));
      fresh.begin(bad.publish(), "https://mirror.example", "root");
      if (role == Role.ROOT) {
        bad.next(Role.ROOT);
      }
      bad.signers.put(role, all.subList(0, 1));
      bad.publish();
      RemoteFailure failure =
          assertThrows(
              RemoteFailure.class, () -> TrustUpdate.run(fresh, bad, FakeTuf.NOW), role.word());
      assertTrue(String.valueOf(failure.getMessage()).contains("is signed by 1 of the keys for"));
      assertFalse(Files.exists(work.resolve(role.word()).resolve(ROOT)));
    }
  }

  @Test
  void oneKeyUnderTwoNamesCountsOnce() throws IOException {
    KeyPair key = mirror.keys.get(Role.TIMESTAMP).getFirst();
    mirror.thresholds.put(Role.TIMESTAMP, 2);
    mirror.keys.put(Role.TIMESTAMP, List.of(key, key));
    String root = new String(mirror.publish(), StandardCharsets.UTF_8);
    String id = FakeTuf.id(key);
    String other = "f".repeat(64);
    String twice =
        root.substring(root.indexOf("\"signed\":") + 9, root.length() - 1)
            .replace("[\"" + id + "\",\"" + id + "\"]", "[\"" + id + "\",\"" + other + "\"]")
            .replaceFirst("\"" + id + "\":(\\{[^}]*}})", "\"" + id + "\":$1,\"" + other + "\":$1");
    folder.begin(
        FakeTuf.envelope(twice, mirror.keys.get(Role.ROOT)), "https://mirror.example", "root");
    String timestamp = new String(mirror.files.get("timestamp.json"), StandardCharsets.UTF_8);
    int at = timestamp.indexOf("{\"keyid\"");
    String signature = timestamp.substring(at, timestamp.indexOf('}', at) + 1);
    mirror.files.put(
        "timestamp.json",
        timestamp
            .replaceAll(
                "\"signatures\":\\[.*?]",
                "\"signatures\":[" + signature + "," + signature.replace(id, other) + "]")
            .getBytes(StandardCharsets.UTF_8));
    refused("timestamp.json is signed by 1 of the keys for timestamp");
  }

  @Test
  void whatWentBackInTimeIsRefused() throws IOException {
    publishAnother();
    Map<String, byte[]> second = new HashMap<>(mirror.files);
    publishAnother();
    update();
    mirror.files.put("timestamp.json", second.get("timestamp.json"));
    refused("timestamp.json is version 2, and version 3 was seen before");
    // A new timestamp that lists an old snapshot.
    mirror.versions.put(Role.TARGETS, 2L);
    mirror.versions.put(Role.SNAPSHOT, 2L);
    mirror.versions.put(Role.TIMESTAMP, 4L);
    mirror.publish();
    refused("timestamp.json lists snapshot version 2, and version 3 was seen before");
    // A new snapshot that lists old targets.
    mirror.versions.put(Role.SNAPSHOT, 4L);
    mirror.versions.put(Role.TIMESTAMP, 5L);
    mirror.publish();
    refused("4.snapshot.json lists targets version 2, and version 3 was seen before");
  }

  @Test
  void afterALeapForwardNewKeysBeginAnew() throws IOException {
    mirror.versions.put(Role.TIMESTAMP, Long.MAX_VALUE);
    mirror.versions.put(Role.SNAPSHOT, Long.MAX_VALUE);
    mirror.publish();
    update();
    mirror.versions.put(Role.TIMESTAMP, 2L);
    mirror.versions.put(Role.SNAPSHOT, 2L);
    mirror.publish();
    refused("was seen before");
    mirror.renew(Role.TIMESTAMP, List.of(Keys.ecdsa()), 1);
    mirror.renew(Role.SNAPSHOT, List.of(Keys.ecdsa()), 1);
    mirror.next(Role.ROOT);
    mirror.publish();
    assertEquals(2L, update().versions().get("timestamp"));
  }

  @Test
  void whatHasExpiredIsRefusedInEveryRole() throws IOException {
    update();
    for (Role role : Role.values()) {
      mirror.next(Role.values());
      mirror.expires.put(role, FakeTuf.NOW);
      mirror.publish();
      refused(role.word(), "expired at 2026-01-01T00:00:00Z");
      mirror.expires.put(role, FakeTuf.NOW.plusSeconds(1));
    }
    mirror.next(Role.values());
    mirror.publish();
    assertEquals(FakeTuf.NOW.plusSeconds(1), update().expires());
  }

  @Test
  void aMirrorThatStandsStillIsFoundOut() throws IOException {
    update();
    Failure failure =
        assertThrows(
            RemoteFailure.class,
            () -> TrustUpdate.run(folder, mirror, FakeTuf.NOW.plusSeconds(90_000)));
    assertTrue(failure.advice().contains("holding newer ones back"));
  }

  @Test
  void filesOfDifferentStatesDoNotMix() throws IOException {
    update();
    final byte[] oldTargets = mirror.files.get("1.targets.json");
    final byte[] oldSnapshot = mirror.files.get("1.snapshot.json");
    publishAnother();
    byte[] targets = mirror.files.put("2.targets.json", oldTargets);
    refused("2.targets.json");
    mirror.files.put("2.targets.json", targets);
    mirror.files.put("2.snapshot.json", oldSnapshot);
    refused("2.snapshot.json");
  }

  @Test
  void whatIsListedIsWhatMustCome() throws IOException {
    update();
    publishAnother();
    String path = "targets/" + FakeTuf.digest(mirror.targets.get(ROOT)) + "." + ROOT;
    byte[] good = mirror.files.get(path);
    byte[] other = good.clone();
    other[good.length - 3] ^= 1;
    mirror.files.put(path, other);
    refused("its digest is another");
    mirror.files.put(path, java.util.Arrays.copyOf(good, good.length - 1));
    refused("bytes", "are listed");
    mirror.files.put(path, java.util.Arrays.copyOf(good, good.length + 1));
    refused("longer than " + good.length);
    mirror.files.remove(path);
    refused("the mirror has no " + path);
  }

  @Test
  void endlessFilesAreNotReadToTheEnd() throws IOException {
    update();
    for (String name : List.of("2.root.json", "timestamp.json")) {
      byte[] good = mirror.files.get(name);
      mirror.files.put(name, new byte[5 << 20]);
      refused("longer than");
      if (good == null) {
        mirror.files.remove(name);
      } else {
        mirror.files.put(name, good);
      }
    }
    mirror.targets.put(ROOT, new byte[9 << 20]);
    mirror.next(Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP);
    mirror.publish();
    refused("too many to be fetched");
  }

  @Test
  void aFileOfOneRoleIsNoneOfAnother() throws IOException {
    update();
    // One key for all: the signature would hold.
    KeyPair one = Keys.ecdsa();
    FakeTuf bad = new FakeTuf();
    for (Role role : Role.values()) {
      bad.renew(role, List.of(one), 1);
    }
    TrustFolder fresh = new TrustFolder(work.resolve("one"));
    fresh.begin(bad.publish(), "https://mirror.example", "root");
    bad.files.put("timestamp.json", bad.files.get("1.snapshot.json"));
    RemoteFailure failure =
        assertThrows(RemoteFailure.class, () -> TrustUpdate.run(fresh, bad, FakeTuf.NOW));
    assertTrue(String.valueOf(failure.getMessage()).contains("is of the type `snapshot`"));
  }

  @Test
  void whatIsVouchedForAndCannotBeReadIsNotTaken() throws IOException {
    update();
    mirror.targets.put(ROOT, "{}".getBytes(StandardCharsets.US_ASCII));
    mirror.next(Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP);
    mirror.publish();
    refused("no trusted root");
    mirror.targets.remove(ROOT);
    mirror.next(Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP);
    mirror.publish();
    refused("lists no trusted_root.json");
  }

  @Test
  void damagedFilesEndInAnAnswer() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      FakeTuf copy = mirror;
      List<String> names =
          List.of("timestamp.json", "1.snapshot.json", "1.targets.json", "2.root.json");
      String name = names.get(random.nextInt(names.size()));
      byte[] good = copy.files.get(name.equals("2.root.json") ? "1.root.json" : name);
      byte[] bad =
          random.nextBoolean()
              ? java.util.Arrays.copyOf(good, random.nextInt(good.length))
              : good.clone();
      if (bad.length > 0) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] before = copy.files.put(name, bad);
      try {
        update();
      } catch (RemoteFailure e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("cannot update whom to trust: "));
      }
      if (before == null) {
        copy.files.remove(name);
      } else {
        copy.files.put(name, before);
      }
    }
  }

  @Test
  void aFileThatIsNoRootIsNothingToBeginWith() {
    TrustFolder other = new TrustFolder(work.resolve("other"));
    for (byte[] wrong :
        List.of(
            new byte[0],
            "{}".getBytes(StandardCharsets.US_ASCII),
            mirror.files.get("timestamp.json"))) {
      assertThrows(InputFailure.class, () -> other.begin(wrong, "https://m.example", "F"));
    }
    mirror.signers.put(Role.ROOT, mirror.keys.get(Role.ROOT).subList(0, 1));
    byte[] unsigned = mirror.publish();
    assertThrows(InputFailure.class, () -> other.begin(unsigned, "https://m.example", "F"));
  }

  /// Sigstore's own: version 14 as cosign 3.1 has it, version 15 as this program has it.
  @Test
  void theRealRootsAreSignedAsTheyMustBe() throws Exception {
    byte[] before;
    try (InputStream in = TrustUpdateTest.class.getResourceAsStream("/sign/tuf/14.root.json")) {
      before = in.readAllBytes();
    }
    RootFile old = RootFile.read(before, "14.root.json");
    RootFile ours = RootFile.read(TrustFolder.embeddedRoot(), "root.json");
    old.check(old.file(), Role.ROOT);
    old.check(ours.file(), Role.ROOT);
    ours.check(ours.file(), Role.ROOT);
    assertEquals(15, ours.file().version());
    assertTrue(ours.isConsistent());
    String text = new String(TrustFolder.embeddedRoot(), StandardCharsets.UTF_8);
    RootFile changed =
        RootFile.read(
            text.replace("\"threshold\": 3", "\"threshold\": 1").getBytes(StandardCharsets.UTF_8),
            "changed");
    assertThrows(Distrusted.class, () -> old.check(changed.file(), Role.ROOT));
  }
}
