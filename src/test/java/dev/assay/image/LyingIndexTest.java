package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.BuiltIns;
import dev.assay.failure.InputFailure;
import dev.assay.format.tar.TarReader;
import dev.assay.image.LayerReading.LayerRead;
import dev.assay.image.LayerReading.Subject;
import dev.assay.image.index.IndexClaim;
import dev.assay.image.index.IndexUse;
import dev.assay.image.index.LayerIndex;
import dev.assay.image.index.MemoryRanges;
import dev.assay.image.index.Ranges;
import dev.assay.image.index.SociIndex;
import dev.assay.image.index.TocIndex;
import dev.assay.image.index.ZstdChunkedClaim;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import dev.assay.model.Layer;
import dev.assay.model.Progress;
import dev.assay.model.Rung;
import dev.assay.support.StargzBytes;
import dev.assay.support.TarBytes;
import dev.assay.support.ZtocBytes;
import dev.assay.support.ZtocBytes.Listed;
import dev.assay.support.ZtocBytes.Point;
import dev.assay.support.ZtocBytes.Ztoc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Indexes of every format that are cut, damaged or lie: the layer is read as a whole, and that is
/// said, or the answer is the same.
class LyingIndexTest {
  private static final Map<String, String> FILES = new TreeMap<>();

  static {
    FILES.put("etc/os-release", "ID=alpine\nVERSION_ID=3.20.3\n");
    FILES.put("lib/apk/db/installed", "P:busybox\nV:1.36.1-r29\nA:x86_64\n\n");
    FILES.put("srv/node_modules/one/package.json", "{\"name\":\"one\",\"version\":\"1.0.0\"}");
    FILES.put("srv/node_modules/two/package.json", "{\"name\":\"two\",\"version\":\"2.0.0\"}");
  }

  private static final List<String> TRUTH = List.of("busybox 1.36.1-r29", "one 1.0.0", "two 2.0.0");

  /// More than the rule's least, so that a layer is worth its index.
  private static final int LARGE = 9 << 20;

  private final List<String> warnings = new ArrayList<>();
  private Limits limits = Limits.STANDARD;

  private interface Opening {
    LayerIndex open(Ranges layer) throws IOException;
  }

  /// A layer and what somebody says is its index.
  private record Indexed(byte[] bytes, Opening opening) {
    Indexed with(byte[] others) {
      return new Indexed(others, opening);
    }
  }

  private record Claim(Ranges ranges, Opening opening) implements IndexClaim {
    @Override
    public String kind() {
      return "odd";
    }

    @Override
    public Digest digest() {
      return Digest.sha256(new byte[0]);
    }

    @Override
    public LayerIndex open() throws IOException {
      return opening.open(ranges);
    }
  }

  private LayerRead read(Indexed made, IndexUse use) throws IOException {
    warnings.clear();
    var analysis = new LayerAnalysis(BuiltIns.analyzers(), limits);
    var progress =
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
    var source = new Samples.Bytes(made.bytes);
    var bytes = new LayerBytes(source, true, LayerBytes.Shared.alone(100 << 20), n -> {});
    var claim = new Claim(new MemoryRanges(made.bytes), made.opening);
    var layer = new Layer(source.digest(), source.digest(), made.bytes.length, "");
    return new LayerReading(analysis, use, false, progress)
        .read(new Subject(layer, bytes, Optional.of(claim), "layer 1 of 1"));
  }

  private static List<String> found(LayerRead read) {
    return read.inventory().files().values().stream()
        .flatMap(file -> file.components().stream())
        .map(component -> component.name() + " " + component.version())
        .sorted()
        .toList();
  }

  /// Reads where the whole layer may be read instead: the answer is always right.
  private void assertHarmless(Indexed made, String what) throws IOException {
    LayerRead read = read(made, IndexUse.QUICKER);
    assertEquals(TRUTH, found(read), what);
    assertEquals(read.rung() == Rung.STREAMED ? 1 : 0, warnings.size(), what + ": " + warnings);
    assertEquals(read.rung() == Rung.STREAMED, !read.note().isEmpty(), what);
  }

  /// Reads where nothing else is allowed: the answer is right, or there is none.
  private boolean isRefused(Indexed made, String what, boolean mayLeaveOut) throws IOException {
    try {
      List<String> found = found(read(made, IndexUse.ALWAYS));
      if (mayLeaveOut) {
        assertTrue(TRUTH.containsAll(found), what + ": " + found);
      } else {
        assertEquals(TRUTH, found, what);
      }
      return false;
    } catch (InputFailure e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("cannot read layer 1 of 1"), what);
      return true;
    }
  }

  // --- tables of contents ---

  private static StargzBytes toc(StargzBytes.Form form, int noiseBytes) {
    byte[] noise = new byte[noiseBytes];
    new Random(7).nextBytes(noise);
    var made = new StargzBytes(form);
    FILES.forEach((path, content) -> made.file(path, content));
    return made.file("usr/share/noise.png", noise);
  }

  private static Indexed indexed(StargzBytes.Layer layer) {
    return new Indexed(
        layer.bytes(),
        ranges -> {
          var chunked = ZstdChunkedClaim.of(layer.annotations());
          return chunked.isPresent()
              ? TocIndex.zstdChunked(ranges, chunked.get())
              : TocIndex.stargz(ranges, layer.toc());
        });
  }

  private static final String DATABASE = "{\"name\":\"lib/apk/db/installed\",\"type\":\"reg\"";

  /// What stands in a table instead of the first match: nothing of it is true.
  private static final List<List<String>> TABLE_LIES =
      List.of(
          List.of("\"offset\":\\d+", "\"offset\":99999999999"),
          List.of("\"offset\":\\d+", "\"offset\":-1"),
          List.of("\"offset\":\\d+", "\"offset\":9223372036854775807"),
          List.of("\"offset\":\\d+", "\"offset\":1e300"),
          List.of("\"offset\":\\d+", "\"offset\":\"1\""),
          List.of("\"size\":\\d+", "\"size\":1"),
          List.of("\"size\":\\d+", "\"size\":99999999999999"),
          List.of("\"size\":\\d+", "\"size\":-5"),
          List.of("\"chunkSize\":\\d+", "\"chunkSize\":1"),
          List.of("\"chunkSize\":\\d+", "\"chunkSize\":70368744177664"),
          List.of("\"size\":\\d+(.*?)\"chunkSize\":\\d+", "\"size\":1$1\"chunkSize\":1"),
          List.of(
              "\"size\":\\d+(.*?)\"chunkSize\":\\d+", "\"size\":40000000$1\"chunkSize\":40000000"),
          List.of("\"chunkOffset\":\\d+", "\"chunkOffset\":3"),
          List.of("\"chunkOffset\":0", "\"chunkOffset\":0,\"innerOffset\":7"),
          List.of("\"chunkOffset\":0", "\"chunkOffset\":0,\"innerOffset\":70368744177664"),
          List.of("\"chunkOffset\":0", "\"chunkOffset\":0,\"chunkType\":\"zeros\""),
          List.of("\"chunkDigest\":\"sha256:..", "\"chunkDigest\":\"sha256:00"),
          List.of("\"chunkDigest\":\"sha256", "\"chunkDigest\":\"md5"),
          List.of("\"chunkDigest\":", "\"chunkDigest\":7,\"x\":"),
          List.of("\"type\":\"reg\"", "\"type\":\"chunk\""),
          List.of("\"type\":\"reg\"", "\"type\":[[[[[[{}]]]]]]"),
          List.of("\"type\":\"reg\"", "\"type\":\"hardlink\""));

  private static UnaryOperator<String> lie(List<String> lie) {
    return json -> {
      int at = json.indexOf(DATABASE);
      return json.substring(0, at) + json.substring(at).replaceFirst(lie.get(0), lie.get(1));
    };
  }

  @ParameterizedTest
  @EnumSource(StargzBytes.Form.class)
  void tablesThatLieCostTheWholeLayer(StargzBytes.Form form) throws IOException {
    StargzBytes made = toc(form, LARGE);
    LayerRead honest = read(indexed(made.finish()), IndexUse.QUICKER);
    assertEquals(Rung.INDEXED, honest.rung());
    assertEquals(TRUTH, found(honest));
    var unnoticed = new ArrayList<String>();
    for (List<String> lie : TABLE_LIES) {
      assertHarmless(indexed(made.finish(lie(lie))), lie.toString());
      if (warnings.isEmpty()) {
        unnoticed.add(lie.getLast());
      }
    }
    assertEquals(List.of(), unnoticed);
  }

  /// Entries that are added to a table: whatever they are, what is there is there.
  private static final List<String> ADDED =
      List.of(
          "{\"name\":\"../../etc/os-release\",\"type\":\"reg\"}",
          "{\"name\":\"a/../../b\",\"type\":\"dir\"}",
          "{\"name\":\"srv/node_modules/x/package.json\",\"type\":\"hardlink\",\"linkName\":\"no\"}",
          "{\"name\":\"opt/package.json\",\"type\":\"hardlink\",\"linkName\":\"opt/package.json\"}",
          "{\"name\":\"opt/package.json\",\"type\":\"hardlink\",\"linkName\":\"../../no\"}",
          "{\"name\":\"opt\",\"type\":\"symlink\",\"linkName\":\"opt\"}",
          "{\"name\":\"opt\",\"type\":\"symlink\",\"linkName\":\"../../..\"}",
          "{\"name\":\"" + "x/".repeat(5000) + "package.json\",\"type\":\"reg\"}",
          "{\"name\":\"lib/apk/db/\\u0000installed\",\"type\":\"reg\"}");

  @ParameterizedTest
  @EnumSource(StargzBytes.Form.class)
  void entriesThatLeadNowhereTakeNothingAway(StargzBytes.Form form) throws IOException {
    StargzBytes made = toc(form, LARGE);
    for (String entry : ADDED) {
      assertHarmless(
          indexed(
              made.finish(json -> json.replace("\"entries\":[", "\"entries\":[" + entry + ","))),
          entry);
    }
    String twice = DATABASE + ",\"size\":33";
    Indexed doubled =
        indexed(
            made.finish(json -> {
              int from = json.indexOf(twice);
              String entry = json.substring(from, json.indexOf('}', from) + 1);
              return json.replace("\"entries\":[", "\"entries\":[" + entry + ",");
            }));
    assertHarmless(doubled, "a duplicate");
  }

  @ParameterizedTest
  @EnumSource(StargzBytes.Form.class)
  void damageInALayerWithATableNeverChangesTheAnswer(StargzBytes.Form form) throws IOException {
    var random = new Random(form.ordinal());
    Indexed good = indexed(toc(form, 1000).finish());
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] bytes = good.bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += isRefused(good.with(bytes), "flips " + i, false) ? 1 : 0;
    }
    for (int i = 0; i < 60; i++) {
      byte[] bytes = Arrays.copyOf(good.bytes, random.nextInt(good.bytes.length));
      assertTrue(isRefused(good.with(bytes), "cut " + i, false));
    }
    assertTrue(refused > 30, "refused " + refused);
  }

  @ParameterizedTest
  @EnumSource(StargzBytes.Form.class)
  void aDamagedTableThatIsAnnouncedAllTheSameNeverAddsAnything(StargzBytes.Form form)
      throws IOException {
    var random = new Random(form.ordinal());
    StargzBytes made = toc(form, 1000);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      Indexed damaged = indexed(made.finish(json -> damaged(json, random)));
      refused += isRefused(damaged, "table " + i, true) ? 1 : 0;
    }
    assertTrue(refused > 30, "refused " + refused);
  }

  private static String damaged(String json, Random random) {
    byte[] bytes = json.getBytes(StandardCharsets.ISO_8859_1);
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(3)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(7));
      case 1 -> bytes = Arrays.copyOf(bytes, at);
      default -> {
        int length = Math.min(random.nextInt(200), bytes.length - at);
        int to = random.nextInt(bytes.length - length);
        System.arraycopy(bytes.clone(), at, bytes, to, length);
      }
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aMillionEntriesEndAtANamedLimit() throws IOException {
    StargzBytes made = toc(StargzBytes.Form.STARGZ, 1000);
    String digest = Digest.sha256("x".repeat(64).getBytes(StandardCharsets.UTF_8)).toString();
    Indexed folders =
        indexed(made.finish(json -> many(json, 1_000_000, "{\"name\":\"d%d\",\"type\":\"dir\"}")));
    read(folders, IndexUse.ALWAYS);
    Indexed programs =
        indexed(
            made.finish(json ->
                many(
                    json,
                    300_000,
                    "{\"name\":\"b%d\",\"type\":\"reg\",\"size\":64,\"digest\":\""
                        + digest
                        + "\"}")));
    assertTrue(isRefused(programs, "each may be a program", false));
    assertTrue(isRefusedBy(programs, "(limit layer-inventory)"));
    String chunk = "{\"name\":\"c\",\"type\":\"chunk\",\"chunkOffset\":%n,\"chunkSize\":1,";
    Indexed chunks =
        indexed(
            made.finish(json ->
                many(
                    json.replace(
                        "\"entries\":[",
                        "\"entries\":[{\"name\":\"c\",\"type\":\"reg\",\"size\":500001,"
                            + "\"chunkSize\":1,\"digest\":\""
                            + digest
                            + "\"},"),
                    500_000,
                    chunk + "\"digest\":\"" + digest + "\"}")));
    assertTrue(isRefused(chunks, "a file in many pieces", false));
    limits = Limits.STANDARD.with(Limit.LAYER_ENTRIES, 1000);
    assertTrue(isRefusedBy(folders, "(limit layer-entries)"));
  }

  private boolean isRefusedBy(Indexed made, String limit) throws IOException {
    try {
      read(made, IndexUse.ALWAYS);
      return false;
    } catch (InputFailure e) {
      return String.valueOf(e.getMessage()).contains(limit);
    }
  }

  private static String many(String json, int count, String form) {
    var text = new StringBuilder(json.substring(0, json.length() - 2));
    for (int i = 0; i < count; i++) {
      text.append(",\n").append(form.replace("%d", "" + i).replace("%n", "" + (i + 1)));
    }
    return text.append("]}").toString();
  }

  // --- SOCI ---

  private static byte[] archive(int noiseBytes) {
    byte[] noise = new byte[noiseBytes];
    new Random(7).nextBytes(noise);
    var tar = new TarBytes();
    FILES.forEach((path, content) -> tar.file(path, content));
    return TarBytes.gzip(tar.file("usr/share/noise.png", noise).end());
  }

  private static List<Listed> entries(byte[] layer) throws IOException {
    var entries = new ArrayList<Listed>();
    try (var in = new java.util.zip.GZIPInputStream(new ByteArrayInputStream(layer))) {
      var tar = new TarReader(in);
      while (tar.next()) {
        entries.add(new Listed(tar.path(), "reg", "", tar.offset() + 512, tar.sizeBytes()));
      }
    }
    return entries;
  }

  private static Indexed soci(byte[] layer, byte[] ztoc) {
    return new Indexed(layer, r -> SociIndex.of(ztoc, Digest.sha256(ztoc), r.sizeBytes()));
  }

  private static Listed edited(Listed entry, long offset, long sizeBytes) {
    return new Listed(
        entry.path(),
        entry.type(),
        entry.link(),
        entry.offset() + offset,
        entry.sizeBytes() + sizeBytes);
  }

  private static Ztoc with(Ztoc ztoc, List<Listed> entries) {
    return new Ztoc(
        ztoc.layerBytes(),
        ztoc.archiveBytes(),
        entries,
        ztoc.points(),
        ztoc.digests(),
        ztoc.isFirst());
  }

  private static Ztoc with(Ztoc ztoc, int entry, Listed other) {
    var entries = new ArrayList<>(ztoc.entries());
    entries.set(entry, other);
    return with(ztoc, entries);
  }

  private static Ztoc withPoint(Ztoc ztoc, UnaryOperator<Point> edit) {
    var points = new ArrayList<>(ztoc.points());
    points.set(points.size() - 1, edit.apply(points.getLast()));
    return new Ztoc(
        ztoc.layerBytes(),
        ztoc.archiveBytes(),
        ztoc.entries(),
        points,
        ztoc.digests(),
        ztoc.isFirst());
  }

  /// What is wrong about the database, the second entry, and about the last span.
  private static List<Ztoc> lies(Ztoc honest) {
    Listed database = honest.entries().get(1);
    var lies = new ArrayList<Ztoc>();
    for (long offset : new long[] {1, -1, 512, -1024, 1L << 40, -(1L << 40), Long.MAX_VALUE / 2}) {
      lies.add(with(honest, 1, edited(database, offset, 0)));
    }
    for (long size : new long[] {1, -1, 1 << 20, 1L << 50, -100, Long.MAX_VALUE / 2}) {
      lies.add(with(honest, 1, edited(database, 0, size)));
    }
    lies.add(with(honest, 1, new Listed("lib/apk/db/installed", "odd", "", database.offset(), 33)));
    lies.add(with(honest, 2, edited(honest.entries().get(2), -600, 0)));
    lies.add(
        new Ztoc(
            honest.layerBytes() + 1,
            honest.archiveBytes(),
            honest.entries(),
            honest.points(),
            honest.digests(),
            honest.isFirst()));
    lies.add(
        new Ztoc(
            honest.layerBytes(),
            -1,
            honest.entries(),
            honest.points(),
            honest.digests(),
            honest.isFirst()));
    lies.add(
        new Ztoc(
            honest.layerBytes(),
            honest.archiveBytes(),
            honest.entries(),
            honest.points(),
            honest.digests().subList(0, honest.digests().size() - 1),
            honest.isFirst()));
    lies.add(withPoint(honest, p -> new Point(p.in(), p.out(), 9, p.window())));
    lies.add(withPoint(honest, p -> new Point(p.in(), -p.out(), p.bits(), p.window())));
    lies.add(withPoint(honest, p -> new Point(1, p.out(), p.bits(), p.window())));
    lies.add(withPoint(honest, p -> new Point(1L << 40, p.out(), p.bits(), p.window())));
    lies.add(withPoint(honest, p -> new Point(-1, p.out(), p.bits(), p.window())));
    return lies;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ztocsThatLieCostTheWholeLayer(boolean isFirst) throws IOException {
    byte[] layer = archive(LARGE);
    Ztoc honest = ZtocBytes.spans(layer, entries(layer), 1 << 20, isFirst);
    assertTrue(honest.points().size() > 5);
    LayerRead read = read(soci(layer, ZtocBytes.write(honest)), IndexUse.QUICKER);
    assertEquals(Rung.INDEXED, read.rung(), warnings.toString());
    assertEquals(TRUTH, found(read));
    for (Ztoc lie : lies(honest)) {
      Indexed lying = soci(layer, ZtocBytes.write(lie));
      assertHarmless(lying, lie.entries().toString());
      assertEquals(Rung.STREAMED, read(lying, IndexUse.QUICKER).rung(), lie.entries().toString());
    }
    Listed database = honest.entries().get(1);
    for (Listed more :
        List.of(
            database,
            new Listed("../../etc/os-release", "reg", "", database.offset(), 0),
            new Listed("opt/package.json", "hardlink", "no", database.offset(), 0),
            new Listed("opt/package.json", "hardlink", "opt/package.json", database.offset(), 0),
            new Listed("opt", "symlink", "../../..", database.offset(), 0))) {
      var entries = new ArrayList<>(honest.entries());
      entries.add(1, more);
      assertHarmless(soci(layer, ZtocBytes.write(with(honest, entries))), more.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDamagedZtocNeverAddsAnything(boolean isFirst) throws IOException {
    byte[] layer = archive(100_000);
    byte[] good = ZtocBytes.write(ZtocBytes.spans(layer, entries(layer), 30_000, isFirst));
    var random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = good.clone();
      // What follows are windows, which hardly matter.
      bytes[random.nextInt(3000)] ^= (byte) (1 << random.nextInt(8));
      refused += isRefused(soci(layer, bytes), "flip " + i, true) ? 1 : 0;
    }
    for (int i = 0; i < 100; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(i < 50 ? 3000 : good.length));
      assertTrue(isRefused(soci(layer, bytes), "cut " + i, true), "cut " + i);
    }
    assertTrue(refused > 30, "refused " + refused);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = layer.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      isRefused(soci(bytes, good), "layer " + i, false);
    }
  }

  @Test
  void aZtocOfManyEntriesEndsAtANamedLimit() throws IOException {
    byte[] layer = archive(1000);
    Ztoc honest = ZtocBytes.spans(layer, entries(layer), 1 << 20, false);
    var entries = new ArrayList<>(honest.entries());
    long end = entries.getLast().offset() + entries.getLast().sizeBytes();
    for (int i = 0; i < 400_000; i++) {
      entries.add(new Listed("b" + i, "reg", "", end, 0));
    }
    byte[] many = ZtocBytes.write(with(honest, entries));
    assertTrue(many.length < SociIndex.MAX_ZTOC_BYTES);
    assertFalse(isRefused(soci(layer, many), "empty files are hashes", false));
    limits = Limits.STANDARD.with(Limit.LAYER_ENTRIES, 1000);
    assertTrue(isRefusedBy(soci(layer, many), "(limit layer-entries)"));
  }
}
