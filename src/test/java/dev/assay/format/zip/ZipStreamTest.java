package dev.assay.format.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZipStreamTest {
  /// The programs that write archives, each with sizes in another place.
  private enum Writer {
    JDK,
    COMPRESS_STREAMED,
    COMPRESS_SEEKING,
    COMPRESS_64_STREAMED,
    COMPRESS_64_SEEKING;

    byte[] write(Map<String, byte[]> files) throws IOException {
      if (this == JDK) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
          for (var file : files.entrySet()) {
            zip.putNextEntry(new ZipEntry(file.getKey()));
            zip.write(file.getValue());
          }
        }
        return bytes.toByteArray();
      }
      var channel = new SeekableInMemoryByteChannel();
      var bytes = new ByteArrayOutputStream();
      boolean isStreamed = this == COMPRESS_STREAMED || this == COMPRESS_64_STREAMED;
      try (var zip =
          isStreamed
              ? new ZipArchiveOutputStream(new FilterOutputStream(bytes))
              : new ZipArchiveOutputStream(channel)) {
        boolean isLong = this == COMPRESS_64_STREAMED || this == COMPRESS_64_SEEKING;
        zip.setUseZip64(isLong ? Zip64Mode.Always : Zip64Mode.AsNeeded);
        for (var file : files.entrySet()) {
          var entry = new ZipArchiveEntry(file.getKey());
          if (file.getKey().hashCode() % 3 == 0) {
            entry.setMethod(ZipEntry.STORED);
            var crc = new CRC32();
            crc.update(file.getValue());
            entry.setCrc(crc.getValue());
            entry.setSize(file.getValue().length);
          }
          zip.putArchiveEntry(entry);
          zip.write(file.getValue());
          zip.closeArchiveEntry();
        }
      }
      return isStreamed
          ? bytes.toByteArray()
          : Arrays.copyOf(channel.array(), (int) channel.size());
    }
  }

  private static Map<String, byte[]> files(Random random) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(200_000)];
      random.nextBytes(content);
      Arrays.fill(content, 0, content.length / 2, (byte) 'a');
      byte[] marks = {'P', 'K', 3, 4, 'P', 'K', 7, 8, 'P', 'K', 1, 2};
      if (content.length > 100) {
        System.arraycopy(marks, 0, content, content.length - 50, marks.length);
      }
      files.put("folder" + i + "/ä" + i + ".txt", content);
    }
    return files;
  }

  @ParameterizedTest
  @EnumSource(Writer.class)
  void givesBackWhatEveryWriterWrote(Writer writer) throws IOException {
    for (int seed = 0; seed < 30; seed++) {
      var random = new Random(seed);
      Map<String, byte[]> files = files(random);
      byte[] archive = writer.write(files);
      byte[] prefix =
          seed % 2 == 0 ? new byte[0] : "#!/bin/sh\nexit\n".repeat(9000).getBytes(UTF_8);
      byte[] whole = Arrays.copyOf(prefix, prefix.length + archive.length);
      System.arraycopy(archive, 0, whole, prefix.length, archive.length);
      try (ZipStream zip = ZipStream.of(new Trickle(whole, random))) {
        for (var file : files.entrySet()) {
          assertTrue(zip.next());
          assertEquals(file.getKey(), zip.name());
          switch (random.nextInt(3)) {
            case 0 -> assertArrayEquals(file.getValue(), zip.content().readAllBytes());
            case 1 -> zip.content().readNBytes(random.nextInt(1000));
            default -> {}
          }
        }
        assertFalse(zip.next());
        assertFalse(zip.next());
      }
    }
  }

  /// Hands out a few bytes at a time.
  private static final class Trickle extends ByteArrayInputStream {
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] out, int offset, int length) {
      int most = random.nextInt(4) == 0 ? 3 : 50_000;
      return super.read(out, offset, Math.min(length, 1 + random.nextInt(most)));
    }
  }

  private static long countAll(byte[] archive) throws IOException {
    try (ZipStream zip = ZipStream.of(new ByteArrayInputStream(archive))) {
      while (zip.next()) {
        zip.content().transferTo(java.io.OutputStream.nullOutputStream());
      }
      return zip.files();
    }
  }

  private static String problem(byte[] archive) {
    return String.valueOf(assertThrows(InputFailure.class, () -> countAll(archive)).getMessage());
  }

  /// Stored data whose end is found by its descriptor, with what looks like one before it: at every
  /// place in a word of eight bytes, and across the edge of the buffer of 64 KiB.
  @Test
  void findsTheEndOfDataAmongWhatLooksLikeIt() throws IOException {
    byte[][] marks = {
      {'P'}, {'P', 'P', 'K'}, {'P', 'K', 7, 8}, {'P', 'K', 3, 4}, {'P', 'K', 1, 2, 'P', 'K', 7, 8}
    };
    for (byte[] mark : marks) {
      for (int length = 100; length < 116; length++) {
        assertEndIsFound(new byte[length], mark, length % 9);
        assertEndIsFound(new byte[length], mark, length - mark.length);
      }
      for (int at = (1 << 16) - 80; at < 1 << 16; at++) {
        assertEndIsFound(new byte[at + 3], mark, at - mark.length);
      }
    }
  }

  private static void assertEndIsFound(byte[] data, byte[] mark, int at) throws IOException {
    System.arraycopy(mark, 0, data, at, mark.length);
    var archive = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(archive)) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("first"));
      zip.write(data);
      zip.putNextEntry(new ZipEntry("second"));
      zip.write(data);
    }
    try (ZipStream zip = ZipStream.of(new ByteArrayInputStream(archive.toByteArray()))) {
      assertTrue(zip.next());
      assertTrue(zip.next(), () -> "behind " + data.length + " bytes with a mark at " + at);
      assertEquals("second", zip.name());
      assertFalse(zip.next());
    }
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] archive = Writer.JDK.write(Map.of("a.txt", "content".getBytes(UTF_8)));
    for (int length = 1; length < archive.length - 22; length++) {
      byte[] cut = Arrays.copyOf(archive, length);
      assertThrows(InputFailure.class, () -> countAll(cut), "cut to " + length);
    }
  }

  @Test
  void damageEndsInAFailureOrInBytes() throws IOException {
    var random = new Random(7);
    byte[] archive = Writer.COMPRESS_STREAMED.write(files(new Random(3)));
    for (int round = 0; round < 300; round++) {
      byte[] damaged = archive.clone();
      for (int i = 0; i < 3; i++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertTrue(countAll(damaged) <= 40);
      } catch (InputFailure e) {
        assertFalse(String.valueOf(e.getMessage()).isBlank());
      }
    }
  }

  @Test
  void aBombIsLeftAfterSixtyTimesItsSize() throws IOException {
    byte[] bomb = Writer.JDK.write(Map.of("zeros", new byte[200 << 20]));
    assertEquals("it unpacks to more than 60 times its size and 33554432 bytes", problem(bomb));
  }

  @Test
  void archivesInArchivesShareABudget() throws IOException {
    byte[] inner = Writer.JDK.write(Map.of("zeros", new byte[20 << 20]));
    byte[] outer = Writer.COMPRESS_SEEKING.write(Map.of("a", inner, "b", inner, "c", inner));
    try (ZipStream zip = ZipStream.of(new ByteArrayInputStream(outer))) {
      assertThrows(
          InputFailure.class,
          () -> {
            while (zip.next()) {
              try (ZipStream inside = zip.nested(zip.content())) {
                while (inside.next()) {
                  inside.content().transferTo(java.io.OutputStream.nullOutputStream());
                }
              }
            }
          });
    }
  }

  @Test
  void manyFilesAreReadAndALyingDirectoryIsNot() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 70_000; i++) {
      files.put("f" + i, new byte[0]);
    }
    assertEquals(70_000, countAll(Writer.JDK.write(files)));
    byte[] two = Writer.COMPRESS_SEEKING.write(Map.of("first", new byte[9], "other", new byte[9]));
    int directory = 0;
    while (two[directory] != 'P' || two[directory + 1] != 'K' || two[directory + 2] != 1) {
      directory++;
    }
    byte[] one = Arrays.copyOf(two, two.length);
    int length = 46 + 5;
    System.arraycopy(two, directory + length, one, directory, two.length - directory - length);
    assertEquals(
        "its directory lists 1 files, it has 2", problem(Arrays.copyOf(one, two.length - length)));
  }

  @Test
  void anEmptyFileIsAnEmptyArchiveAndATextIsNone() throws IOException {
    assertEquals(0, countAll(new byte[0]));
    assertEquals("it is no zip archive", problem("this is a note".getBytes(UTF_8)));
  }

  @Test
  void whatDoesNotSayWhereItEndsIsNotRead() throws IOException {
    byte[] archive = Writer.COMPRESS_SEEKING.write(Map.of("c", "stored".getBytes(UTF_8)));
    assertEquals(0, "c".hashCode() % 3, "is stored");
    archive[6] |= 8;
    Arrays.fill(archive, 18, 22, (byte) 0);
    assertEquals("`c` does not say where it ends", problem(archive));
  }

  @Test
  void missingBytesAreNoDamage() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        };
    assertThrows(IOException.class, () -> ZipStream.of(broken).next());
  }
}
