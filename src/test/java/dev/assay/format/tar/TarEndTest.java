package dev.assay.format.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.support.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Ends of archives, with bytes that nobody knows.
class TarEndTest {
  private static byte[] text(int bytes, Random random) {
    byte[] text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) ('a' + random.nextInt(26));
    }
    return text;
  }

  /// Files of all sorts, also archives and long names; the last file is none.
  private static TarBytes archive(Random random, Map<String, byte[]> files) {
    var tar = new TarBytes();
    for (int i = 5 + random.nextInt(30); i > 0; i--) {
      String name = random.nextInt(6) == 0 ? "n/".repeat(60) + "f" + i : "d/f" + i;
      byte[] content = text(random.nextInt(4) == 0 ? 0 : random.nextInt(5000), random);
      switch (random.nextInt(8)) {
        case 0 -> tar.symlink(name, "f" + random.nextInt(9));
        case 1 -> tar.folder("g" + i);
        case 2 -> {
          byte[] inner = new TarBytes().file("d/f1", "inner").file("etc/passwd", content).end();
          tar.file(name + ".tar", inner);
          files.put(name + ".tar", inner);
        }
        default -> {
          tar.file(name, content);
          files.put(name, content);
        }
      }
    }
    byte[] last = text(100 + random.nextInt(3000), random);
    files.put("z/last", last);
    return tar.file("z/last", last);
  }

  @Test
  void whatIsWholeIsWhatTheArchiveHas() {
    var random = new Random(1);
    int whole = 0;
    for (int round = 0; round < 400; round++) {
      Map<String, byte[]> files = new HashMap<>();
      byte[] bytes = archive(random, files).end();
      int from = random.nextInt(bytes.length - 2000);
      byte[] end = Arrays.copyOfRange(bytes, from, bytes.length);
      var unknown = new BitSet();
      for (int holes = random.nextInt(12); holes > 0; holes--) {
        int at = random.nextInt(end.length * 2 / 3 + 1);
        int to = Math.min(end.length, at + 1 + random.nextInt(40));
        unknown.set(at, to);
        Arrays.fill(end, at, to, (byte) 0);
      }
      for (TarEnd.Entry entry : read(end, unknown)) {
        if (entry.kind() == TarKind.FILE && entry.isWhole()) {
          byte[] truth = files.get(entry.path());
          String what = "round " + round + ": " + entry.path();
          assertNotNull(truth, what);
          int to = entry.offset() + (int) entry.sizeBytes();
          assertArrayEquals(truth, Arrays.copyOfRange(end, entry.offset(), to), what);
          whole++;
        }
      }
    }
    assertTrue(whole > 1000, "" + whole);
  }

  private static List<TarEnd.Entry> read(byte[] end, BitSet unknown) {
    return TarEnd.read(
        end,
        (from, to) -> {
          int next = unknown.nextSetBit(from);
          return next < 0 || next >= to;
        });
  }

  private static List<String> paths(byte[] end) {
    return TarEnd.read(end, (from, to) -> true).stream().map(TarEnd.Entry::path).toList();
  }

  /// Its own name may stand further up.
  @Test
  void theFirstEntryIsNotGiven() {
    byte[] bytes = new TarBytes().file("a", "1").file("b", "2").file("c", "3").end();
    assertEquals(List.of("b", "c"), paths(bytes));
    assertEquals(List.of("c"), paths(Arrays.copyOfRange(bytes, 1024, bytes.length)));
    byte[] longName = new TarBytes().file("n/".repeat(70) + "a", "1").file("b", "2").end();
    // Behind the extended header: what is left looks like a file of another name.
    assertEquals(List.of("b"), paths(Arrays.copyOfRange(longName, 1024, longName.length)));
  }

  @Test
  void anArchiveWithoutAnEndOrWithMoreBehindItIsNone() {
    byte[] bytes = new TarBytes().file("a", "1").file("b", "2").file("c", "3").end();
    assertEquals(List.of(), paths(Arrays.copyOf(bytes, bytes.length - 1024)));
    byte[] more = Arrays.copyOf(bytes, bytes.length + 512);
    assertEquals(List.of("b", "c"), paths(more), "more zeros are padding");
    more[more.length - 1] = 1;
    assertEquals(List.of(), paths(more));
    byte[] broken = bytes.clone();
    broken[1024 + 3] ^= 1;
    assertEquals(List.of(), paths(broken), "c is the first of what is left");
  }

  /// A file with holes is not what stands in the archive.
  @Test
  void sparseFilesAreNotWhole() throws IOException {
    String map = "2\n0\n4\n8\n4\n";
    byte[] content = Arrays.copyOf(map.getBytes(StandardCharsets.UTF_8), 520);
    byte[] bytes =
        new TarBytes()
            .file("a", "1")
            .pax(
                TarBytes.record("GNU.sparse.major", "1")
                    + TarBytes.record("GNU.sparse.minor", "0")
                    + TarBytes.record("GNU.sparse.name", "s")
                    + TarBytes.record("GNU.sparse.realsize", "520"))
            .file("GNUSparseFile.0/s", content)
            .file("z", "2")
            .end();
    var tar = new TarReader(new ByteArrayInputStream(bytes));
    assertTrue(tar.next() && tar.next());
    assertEquals(520, tar.sizeBytes());
    List<TarEnd.Entry> entries = TarEnd.read(bytes, (from, to) -> true);
    assertEquals(
        List.of("s false", "z true"),
        entries.stream().map(e -> e.path() + " " + e.isWhole()).toList());
  }

  @Test
  void hostileBytesCostLittleAndGiveNothing() {
    var random = new Random(3);
    byte[] bytes = new TarBytes().file("a", "1").file("b", "2").file("c", "3").end();
    byte[] headers = new byte[4 << 20];
    for (int at = 0; at + 512 <= headers.length; at += 512) {
      System.arraycopy(bytes, 0, headers, at, 512); // each one's content is the next
    }
    headers[headers.length - 1] = 1;
    assertTrue(paths(headers).isEmpty());
    byte[] magic = "ustar".repeat(400_000).getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of(), paths(magic));
    for (int round = 0; round < 300; round++) {
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      for (int flips = random.nextInt(6); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      List<String> known = new ArrayList<>(List.of("a", "b", "c"));
      assertTrue(known.containsAll(paths(damaged)), "round " + round);
    }
    assertEquals(List.of(), paths(new byte[0]));
    assertEquals(List.of(), paths(new byte[100_000]));
  }
}
