package dev.assay.format.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.support.TarBytes;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarReaderTest {
  @TempDir private Path folder;

  /// Every entry as one line: kind, path, link, size, digest of the content.
  private static List<String> entries(byte[] archive) throws IOException {
    var tar = new TarReader(new ByteArrayInputStream(archive));
    var entries = new ArrayList<String>();
    while (tar.next()) {
      String content =
          tar.kind() == TarKind.FILE
              ? tar.sizeBytes() + " " + Digest.sha256(tar.content().readAllBytes()).hex()
              : "";
      entries.add(
          String.join(" ", tar.kind().name(), noSlash(tar.path()), tar.link(), content).strip());
    }
    tar.drain();
    return entries;
  }

  private static String noSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static List<String> oracle(byte[] archive) throws IOException {
    var entries = new ArrayList<String>();
    var in = new ByteArrayInputStream(archive);
    try (var tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        TarKind kind =
            e.isLink()
                ? TarKind.HARD_LINK
                : e.isSymbolicLink()
                    ? TarKind.SYMLINK
                    : e.isDirectory() ? TarKind.FOLDER : e.isFIFO() ? TarKind.OTHER : TarKind.FILE;
        String content =
            kind == TarKind.FILE
                ? e.getRealSize() + " " + Digest.sha256(tar.readAllBytes()).hex()
                : "";
        String link = kind == TarKind.HARD_LINK || kind == TarKind.SYMLINK ? e.getLinkName() : "";
        entries.add(String.join(" ", kind.name(), noSlash(e.getName()), link, content).strip());
      }
    }
    return entries;
  }

  private byte[] gnuTar(String... options) throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(Tools.require("tar").toString()));
    Path archive = folder.resolve("out.tar");
    command.addAll(List.of("-cf", archive.toString(), "-C", folder.resolve("tree").toString()));
    command.addAll(List.of(options));
    command.add(".");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.readAllBytes(archive);
  }

  private void plant(boolean hasLongNames) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    var random = new Random(7);
    for (int size : new int[] {0, 1, 511, 512, 513, 300_000}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      Files.write(Files.createDirectories(tree.resolve("d" + size)).resolve("f"), content);
    }
    Files.createLink(tree.resolve("hard"), tree.resolve("d513/f"));
    Files.createSymbolicLink(tree.resolve("soft"), Path.of("d1/f"));
    if (hasLongNames) {
      String name = "n".repeat(90);
      Path deep = Files.createDirectories(tree.resolve(name).resolve(name).resolve(name));
      Files.writeString(deep.resolve("grüße-☃"), "deep");
      Files.createSymbolicLink(deep.resolve("link"), Path.of("../".repeat(50) + "x"));
      Files.createLink(deep.resolve("hard"), deep.resolve("grüße-☃"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "oldgnu", "gnu", "ustar", "pax"})
  void readsWhatGnuTarWrites(String format) throws Exception {
    plant(format.equals("gnu") || format.equals("oldgnu") || format.equals("pax"));
    byte[] archive = gnuTar("--format=" + format);
    List<String> entries = entries(archive);
    assertEquals(oracle(archive), entries);
    assertTrue(entries.size() > 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oldgnu 0.0", "gnu 0.0", "pax 0.0", "pax 0.1", "pax 1.0"})
  void readsSparseFiles(String format) throws Exception {
    plant(false);
    Path sparse = folder.resolve("tree/sparse");
    var expected = new byte[9_000_000];
    try (var file =
        FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < 60; i++) {
        byte[] piece = ("piece " + i).getBytes(StandardCharsets.UTF_8);
        file.position(i * 140_000L);
        file.write(java.nio.ByteBuffer.wrap(piece));
        System.arraycopy(piece, 0, expected, i * 140_000, piece.length);
      }
      file.position(expected.length - 1L);
      file.write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
    String[] words = format.split(" ");
    byte[] archive =
        words[0].equals("pax")
            ? gnuTar("-S", "--format=pax", "--sparse-version=" + words[1])
            : gnuTar("-S", "--format=" + words[0]);
    assertTrue(archive.length < 4_000_000, "the archive is sparse");
    List<String> entries = entries(archive);
    assertTrue(
        entries.contains("FILE ./sparse  " + expected.length + " " + Digest.sha256(expected).hex()),
        entries::toString);
    assertEquals(oracle(archive), entries);
  }

  @Test
  void readsWhatPythonWrites() throws Exception {
    Path archive = folder.resolve("python.tar");
    String script =
        """
        import tarfile, io, sys
        for f in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
            with tarfile.open(sys.argv[1] + str(f), 'w', format=f) as t:
                for n in ('a', 'ü', 'x' * 99, 'y' * 60 + '/' + 'z' * 80):
                    i = tarfile.TarInfo(n); i.size = 3; t.addfile(i, io.BytesIO(b'abc'))
                i = tarfile.TarInfo('p'); i.type = tarfile.FIFOTYPE; t.addfile(i)
        """;
    Process process =
        new ProcessBuilder(Tools.require("python3").toString(), "-c", script, archive.toString())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
    for (int format = 0; format < 3; format++) {
      byte[] bytes = Files.readAllBytes(Path.of(archive.toString() + format));
      assertEquals(oracle(bytes), entries(bytes));
    }
  }

  @Test
  void readsEveryWayToWriteANumber() throws IOException {
    byte[] base256 = TarBytes.header('0', bytes("big"), new byte[0], 0);
    Arrays.fill(base256, 124, 136, (byte) 0);
    base256[124] = (byte) 0x80;
    base256[135] = 3;
    byte[] blanks = TarBytes.header('0', bytes("blank"), new byte[0], 0);
    System.arraycopy(bytes("         3 \0"), 0, blanks, 124, 11);
    byte[] archive =
        new TarBytes()
            .header(base256)
            .content(bytes("abc"))
            .header(blanks)
            .content(bytes("abc"))
            .end();
    assertEquals(2, entries(archive).stream().filter(e -> e.contains("  3 ba7816bf")).count());
  }

  @Test
  void acceptsChecksumsOfSignedBytes() throws IOException {
    byte[] block = TarBytes.header('0', new byte[] {(byte) 0xe9, 'a'}, new byte[0], 0);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b;
    }
    System.arraycopy(bytes(String.format("%06o\0 ", sum)), 0, block, 148, 8);
    assertEquals(
        List.of("FILE \ufffdE9a  0 " + Digest.sha256(new byte[0]).hex()),
        entries(new TarBytes().content(block).end()));
  }

  @Test
  void endsAtTheBorderOfABlockOrAtTwoBlocksOfZeros() throws IOException {
    byte[] open = new TarBytes().file("a", "b").open();
    assertEquals(1, entries(open).size());
    assertEquals(1, entries(Arrays.copyOf(open, open.length + 512)).size());
    byte[] longer = Arrays.copyOf(open, open.length + 1024 + 700);
    longer[longer.length - 1] = 1;
    var in = new ByteArrayInputStream(longer);
    var tar = new TarReader(in);
    assertTrue(tar.next());
    assertFalse(tar.next());
    tar.drain();
    assertEquals(0, in.available(), "what follows the end is read too");
    assertEquals(0, entries(new byte[0]).size());
    assertEquals(1, entries(Arrays.copyOf(open, 513)).size(), "padding may be missing");
  }

  @Test
  void ignoresAHeaderForTheWholeArchive() throws IOException {
    byte[] records = bytes(TarBytes.record("path", "evil"));
    byte[] global = TarBytes.header('g', bytes("g"), new byte[0], records.length);
    byte[] archive = new TarBytes().header(global).content(records).file("a", "").end();
    assertTrue(entries(archive).getFirst().startsWith("FILE a "));
  }

  private static final String PLACE = "lib/apk/db/installed";

  private static byte[] unlike(String magic, String prefix, String trailer, String name) {
    byte[] block = TarBytes.header('0', bytes(name), new byte[0], 0);
    System.arraycopy(bytes(magic), 0, block, 257, 8);
    System.arraycopy(bytes(prefix), 0, block, 345, prefix.length());
    System.arraycopy(bytes(trailer), 0, block, 508, trailer.length());
    return new TarBytes().header(block).end();
  }

  /// Each of these is unpacked as `lib/apk/db/installed` by Go, in which runtimes are written.
  @Test
  void namesFilesAsRuntimesDo() throws IOException {
    var odd = new LinkedHashMap<String, byte[]>();
    odd.put("prefix of GNU", unlike("ustar  \0", "lib/apk", "", "db/installed"));
    odd.put("no prefix without a magic", unlike("\0\0\0\0\0\0\0\0", "x", "tar\0", PLACE));
    odd.put("times of GNU", unlike("ustar  \0", "14077777777\0" + "14077777777\0", "", PLACE));
    odd.put("prefix of star", unlike("ustar\00000", "lib/apk", "tar\0", "db/installed"));
    byte[] global = TarBytes.header('g', bytes("g"), new byte[0], 0);
    odd.put(
        "what stands before a global header",
        new TarBytes()
            .pax(TarBytes.record("path", "x"))
            .entry('L', "././@LongLink", "", bytes("x"))
            .header(global)
            .file(PLACE, "")
            .end());
    String own =
        TarBytes.record("GNU.sparse.numblocks", "1") + TarBytes.record("GNU.sparse.name", PLACE);
    String other = TarBytes.record("GNU.sparse.name", "x");
    String empty = TarBytes.record("GNU.sparse.map", "");
    String size = TarBytes.record("GNU.sparse.size", "9");
    odd.put(
        "a sparse file's name after a long one",
        new TarBytes()
            .pax(own + size + TarBytes.record("GNU.sparse.map", "0,0"))
            .entry('L', "././@LongLink", "", bytes("x"))
            .file("y", "")
            .end());
    odd.put(
        "a sparse file's name without a size",
        new TarBytes().pax(own + TarBytes.record("GNU.sparse.map", "0,0")).file("y", "").end());
    odd.put(
        "a sparse version that nobody knows",
        new TarBytes()
            .pax(
                other
                    + size
                    + TarBytes.record("GNU.sparse.map", "0,0")
                    + TarBytes.record("GNU.sparse.major", "7"))
            .file(PLACE, "")
            .end());
    odd.put("no map", new TarBytes().pax(other + size + empty).file(PLACE, "").end());
    odd.forEach((why, archive) -> assertEquals(PLACE, onlyPath(archive), why));
  }

  private static String onlyPath(byte[] archive) {
    try {
      var tar = new TarReader(new ByteArrayInputStream(archive));
      assertTrue(tar.next());
      String path = tar.path();
      assertEquals(TarKind.FILE, tar.kind());
      assertFalse(tar.next());
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aNameDecidesOnATypeOfOldAndPairsOnAMapOfOld() throws IOException {
    byte[] old = TarBytes.header((char) 0, bytes("folder/"), new byte[0], 3);
    byte[] archive =
        new TarBytes()
            .entry('L', "././@LongLink", "", bytes(PLACE))
            .header(old)
            .content(bytes("one"))
            .pax(
                TarBytes.record("GNU.sparse.numblocks", "1")
                    + TarBytes.record("GNU.sparse.size", "4")
                    + TarBytes.record("GNU.sparse.map", "0,3")
                    + TarBytes.record("GNU.sparse.offset", "1")
                    + TarBytes.record("GNU.sparse.numbytes", "3"))
            .file("b", "two")
            .end();
    assertEquals(
        List.of(
            "FILE " + PLACE + "  3 " + Digest.sha256(bytes("one")).hex(),
            "FILE b  4 " + Digest.sha256(bytes("\0two")).hex()),
        entries(archive));
  }

  /// In ISO 8859-1 the second would look like the first, and a whiteout of one hide the other.
  @Test
  void namesThatDifferByABitDiffer() throws IOException {
    var names = new TreeSet<String>();
    List<byte[]> written =
        List.of(
            bytes("caf\u00e9"),
            new byte[] {'c', 'a', 'f', (byte) 0xe9},
            new byte[] {'c', 'a', 'f', (byte) 0xc3},
            bytes("caf\ufffd"),
            bytes("caf\ufffdE9"),
            bytes("cafe\u0301"));
    for (byte[] name : written) {
      var archive = new TarBytes().header(TarBytes.header('0', name, new byte[0], 0)).end();
      names.add(onlyPath(archive));
    }
    assertEquals(written.size(), names.size(), names::toString);
    assertTrue(names.contains("caf\ufffdE9"), names::toString);
  }

  @Test
  void laterExtensionsCountAndUnknownKeysDoNot() throws IOException {
    byte[] archive =
        new TarBytes()
            .pax(TarBytes.record("path", "first") + TarBytes.record("SCHILY.xattr.user.x", "a\0b"))
            .pax(TarBytes.record("path", "second") + TarBytes.record("size", "5"))
            .header(TarBytes.header('0', bytes("short"), new byte[0], 0))
            .content(bytes("12345"))
            .file("b", "")
            .end();
    List<String> entries = entries(archive);
    assertTrue(entries.getFirst().startsWith("FILE second  5 "), entries::toString);
    assertEquals(2, entries.size());
  }

  @Test
  void namesTheOffsetOfEveryKindOfDamage() {
    byte[] none = new byte[0];
    byte[] negative = TarBytes.header('0', bytes("n"), none, 0);
    negative[124] = (byte) 0xff;
    byte[] huge = TarBytes.header('0', bytes("h"), none, 0);
    Arrays.fill(huge, 124, 136, (byte) 0x80);
    byte[] notOctal = TarBytes.header('0', bytes("o"), none, 0);
    notOctal[130] = '9';
    byte[] hugePax = TarBytes.header('x', bytes("x"), none, 2L << 30);
    damaged("negative number", new TarBytes().file("a", "").header(negative).end(), 512);
    damaged("too large", new TarBytes().header(huge).end(), 0);
    damaged("not octal", new TarBytes().header(notOctal).end(), 0);
    damaged("extended header of 2147483648 bytes", new TarBytes().header(hugePax).end(), 0);
    damaged("malformed record", new TarBytes().pax("99 path=x\n").file("a", "").end(), 0);
    damaged("malformed record", new TarBytes().pax("nonsense").file("a", "").end(), 0);
    damaged("without an entry", new TarBytes().pax(TarBytes.record("path", "x")).end(), 1024);
    damaged("ends within a header", Arrays.copyOf(new TarBytes().file("a", "").open(), 300), 0);
    damaged(
        "longer than the archive", Arrays.copyOf(new TarBytes().file("a", "abc").open(), 514), 0);
    damaged("does not match its checksum", new byte[1024 * 3 + 1], 0, 700);
    damaged("one block of zeros", new byte[1024], 0, 600);
  }

  private static void damaged(String problem, byte[] archive, long offset) {
    InputFailure failure = assertThrows(InputFailure.class, () -> entries(archive));
    assertTrue(String.valueOf(failure.getMessage()).contains(problem), failure::getMessage);
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("tar entry at byte " + offset + ":"),
        failure::getMessage);
  }

  private static void damaged(String problem, byte[] archive, long offset, int spoiled) {
    archive[spoiled] = 1;
    if (problem.contains("checksum")) {
      archive[1] = 1;
    }
    damaged(problem, archive, offset);
  }

  @Test
  void sparseMapsThatLieAreDamageWhenTheFileIsRead() throws IOException {
    for (String map : List.of("0,5,3,2", "0,4", "90,10", "5", "0,99999999999999999,1,1")) {
      byte[] archive =
          new TarBytes()
              .pax(
                  TarBytes.record("GNU.sparse.map", map) + TarBytes.record("GNU.sparse.size", "95"))
              .header(TarBytes.header('0', bytes("s"), new byte[0], 7))
              .content(bytes("1234567"))
              .end();
      assertThrows(InputFailure.class, () -> entries(archive), map);
    }
    byte[] bomb =
        new TarBytes()
            .pax(
                TarBytes.record("GNU.sparse.map", "0,7")
                    + TarBytes.record("GNU.sparse.size", "900000000000000"))
            .header(TarBytes.header('0', bytes("s"), new byte[0], 7))
            .content(bytes("1234567"))
            .end();
    var tar = new TarReader(new ByteArrayInputStream(bomb));
    assertTrue(tar.next());
    assertEquals(900_000_000_000_000L, tar.sizeBytes());
    assertFalse(tar.next());
  }

  @Test
  void flippedBitsAndCutsEndInAFailureOrInEntries() throws Exception {
    plant(true);
    byte[] archive = gnuTar("-S", "--format=pax", "--sparse-version=1.0");
    byte[] old = gnuTar("-S", "--format=oldgnu");
    var random = new Random(42);
    int failures = 0;
    for (int round = 0; round < 400; round++) {
      byte[] damaged = (round % 2 == 0 ? archive : old).clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int header = 512 * random.nextInt(damaged.length / 512);
        damaged[header + random.nextInt(512)] ^= (byte) (1 << random.nextInt(8));
        repair(damaged, header);
      }
      byte[] cut = Arrays.copyOf(damaged, damaged.length - random.nextInt(3) * 700);
      try {
        entries(cut);
      } catch (InputFailure e) {
        failures++;
      }
    }
    assertTrue(failures > 20, "some damage is found: " + failures);
  }

  /// Makes the checksum right, so that the damage gets past it.
  private static void repair(byte[] archive, int header) {
    if (archive[header + 257] != 'u') {
      return;
    }
    Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + 512; i++) {
      sum += archive[i] & 0xff;
    }
    System.arraycopy(bytes(String.format("%06o\0 ", sum)), 0, archive, header + 148, 8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
