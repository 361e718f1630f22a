package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.support.TarBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class FeedInputTest {
  private static final Map<String, String> FILES =
      new TreeMap<>(Map.of("a.json", "first", "deep/er/b.json", "second", "c", "x".repeat(3_000)));
  @TempDir Path folder;

  private Path write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static Map<String, String> read(Path path) throws IOException {
    Map<String, String> found = new TreeMap<>();
    new LocalInput(path, name -> true)
        .forEach((name, content) -> found.put(name, new String(content.readAllBytes(), UTF_8)));
    return found;
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> each : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> each : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
        byte[] content = each.getValue().getBytes(UTF_8);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bzip2(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] xz(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new XZOutputStream(bytes, new LZMA2Options(0))) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void everyWayToPackTheSameFilesGivesTheSameFiles() throws IOException {
    assertEquals(FILES, read(write("all.zip", zip(FILES))));
    assertEquals(FILES, read(write("all.tar", tar(FILES))));
    assertEquals(FILES, read(write("all.tar.gz", TarBytes.gzip(tar(FILES)))));
    assertEquals(FILES, read(write("all.tar.xz", xz(tar(FILES)))));
    assertEquals(FILES, read(write("all.tar.bz2", bzip2(tar(FILES)))));
    assertEquals(FILES, read(write("a-name-that-says-nothing", TarBytes.gzip(tar(FILES)))));
    assertEquals(
        Map.of("one.json", "first"),
        read(write("one.json.gz", TarBytes.gzip("first".getBytes(UTF_8)))));
    assertEquals(
        Map.of("one.json", "first"), read(write("one.json.xz", xz("first".getBytes(UTF_8)))));
    for (Map.Entry<String, String> each : FILES.entrySet()) {
      write("plain/" + each.getKey(), each.getValue().getBytes(UTF_8));
    }
    assertEquals(FILES, read(folder.resolve("plain")));
  }

  @Test
  void anArchiveThatIsCutOffAnywhereIsDamaged() throws IOException {
    for (byte[] whole :
        List.of(zip(FILES), TarBytes.gzip(tar(FILES)), xz(tar(FILES)), bzip2(tar(FILES)))) {
      Random random = new Random(5);
      for (int round = 0; round < 60; round++) {
        int length = 7 + random.nextInt(whole.length - 7);
        Path file = write("cut", Arrays.copyOf(whole, length));
        try {
          read(file);
          throw new AssertionError("read " + length + " of " + whole.length + " bytes as if whole");
        } catch (IOException | InputFailure e) {
          assertTrue(length < whole.length);
        }
      }
    }
  }

  @Test
  void flippedBitsNeverEndInAnythingButAnIoExceptionOrAnInputFailure() throws IOException {
    for (byte[] whole :
        List.of(zip(FILES), TarBytes.gzip(tar(FILES)), xz(tar(FILES)), tar(FILES))) {
      Random random = new Random(6);
      for (int round = 0; round < 200; round++) {
        byte[] bytes = whole.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          read(write("flipped", bytes));
        } catch (IOException | InputFailure e) {
          assertTrue(!message(e).isEmpty());
        }
      }
    }
  }

  @Test
  void aBombIsStoppedLongBeforeItsEnd() throws IOException {
    byte[] zeros = new byte[1 << 20];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 400; i++) {
        zip.putNextEntry(new ZipEntry(i + ".json"));
        zip.write(zeros);
      }
    }
    Path bomb = write("bomb.zip", bytes.toByteArray());
    int[] seen = {0};
    InputFailure failure =
        assertThrows(
            InputFailure.class,
            () ->
                new LocalInput(bomb, name -> true)
                    .forEach((name, content) -> {
                      seen[0]++;
                      content.transferTo(OutputStream.nullOutputStream());
                    }));
    assertTrue(message(failure).contains("unpacks to more than"), message(failure));
    assertTrue(seen[0] < 100, "read " + seen[0]);
  }

  @Test
  void aFileOverTheLimitFailsAloneAndTheRestIsRead() throws IOException {
    Path zip = write("all.zip", zip(FILES));
    List<String> read = new ArrayList<>();
    new LocalInput(zip, name -> true)
        .forEach(
            1_000,
            (name, content) -> {
              try {
                content.readAllBytes();
                read.add(name);
              } catch (InputFailure e) {
                read.add(message(e));
              }
            });
    assertEquals(List.of("a.json", "c has more than 1000 bytes", "deep/er/b.json"), read);
  }

  @Test
  void theDigestIsOverContentAndNames() throws IOException {
    Digest one = digest("x", "a.json", "1");
    assertEquals(one, digest("y", "a.json", "1"));
    assertNotEquals(one, digest("z", "b.json", "1"));
    assertNotEquals(one, digest("w", "a.json", "2"));
  }

  private Digest digest(String under, String file, String text) throws IOException {
    write(under + "/" + file, text.getBytes(UTF_8));
    LocalInput input = new LocalInput(folder.resolve(under), name -> true);
    input.forEach((name, content) -> {});
    return input.digest();
  }

  @Test
  void whatDoesNotExistIsAnInputFailure() {
    assertThrows(InputFailure.class, () -> new LocalInput(folder.resolve("none"), name -> true));
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
