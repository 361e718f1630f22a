package dev.assay.format.rpmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.HeldBytes;
import dev.assay.format.sqlite.Sqlite;
import dev.assay.format.sqlite.SqliteRow;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The headers of the packages that rpm wrote into a SQLite database, in containers of every kind.
final class RpmDatabaseTest {
  private static final Path WRITTEN_BY_RPM =
      Path.of("src/test/resources/analyze/rpm/sqlite/var/lib/rpm/rpmdb.sqlite");

  @TempDir private Path folder;

  private static HeldBytes held(byte[] bytes) throws IOException {
    return HeldBytes.read(new ByteArrayInputStream(bytes), Integer.MAX_VALUE);
  }

  /// The headers as rpm wrote them, many times over, so that buckets overflow.
  private static List<byte[]> headers(int times) throws IOException {
    var headers = new ArrayList<byte[]>();
    Sqlite.open(held(Files.readAllBytes(WRITTEN_BY_RPM)))
        .rows(
            "Packages",
            new Sqlite.Rows() {
              @Override
              public void row(SqliteRow row) {
                ByteBuffer blob = row.bytes(1);
                byte[] bytes = new byte[blob.remaining()];
                blob.get(bytes);
                headers.add(bytes);
              }

              @Override
              public void problem(long offset, String problem) {
                throw new AssertionError(problem);
              }
            });
    assertEquals(6, headers.size());
    var all = new ArrayList<byte[]>();
    for (int i = 0; i < times; i++) {
      all.addAll(headers);
    }
    return all;
  }

  private static final class Names implements RpmDatabase.Headers {
    final List<String> names = new ArrayList<>();
    final List<String> problems = new ArrayList<>();

    @Override
    public void header(RpmHeader header) {
      names.add(header.text(1000) + "-" + header.text(1001));
    }

    @Override
    public void problem(long offset, String problem) {
      problems.add(problem);
    }
  }

  private static Names read(byte[] file) throws IOException {
    var names = new Names();
    try {
      RpmDatabase.read(held(file), names);
    } catch (InputFailure e) {
      names.problems.add(String.valueOf(e.getMessage()));
    }
    return names;
  }

  private static List<String> expected(int times) throws IOException {
    List<String> once = read(Files.readAllBytes(WRITTEN_BY_RPM)).names;
    var all = new ArrayList<String>();
    for (int i = 0; i < times; i++) {
      all.addAll(once);
    }
    return all.stream().sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "512, 1, BIG",
    "512, 3, LITTLE",
    "4096, 4, BIG",
    "4096, 4, LITTLE",
    "16384, 7, BIG",
    "32768, 2, BIG",
    "32768, 2, LITTLE"
  })
  void readsBerkeleyDbOfEitherByteOrder(int pageSize, int buckets, String order) throws Exception {
    byte[] file =
        DatabaseWriters.berkeley(
            headers(9),
            pageSize,
            buckets,
            order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    Names names = read(file);
    assertEquals(List.of(), names.problems);
    assertEquals(expected(9), names.names.stream().sorted().toList());
    assertEquals(expected(9), rpm(file));
  }

  /// What rpm reads from a file that this test wrote.
  private List<String> rpm(byte[] berkeley) throws Exception {
    Files.write(folder.resolve("Packages"), berkeley);
    Process process =
        new ProcessBuilder(
                Tools.require("rpm").toString(),
                "--dbpath",
                folder.toString(),
                "--define",
                "_db_backend bdb_ro",
                "-qa",
                "--qf",
                "%{NAME}-%{VERSION}\\n")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said.lines().sorted().toList();
  }

  @Test
  void readsNdb() throws IOException {
    Names names = read(DatabaseWriters.ndb(headers(80)));
    assertEquals(List.of(), names.problems);
    assertEquals(expected(80), names.names.stream().sorted().toList());
  }

  @Test
  void losesOnePackageOfNdbWithItsChecksum() throws IOException {
    byte[] file = DatabaseWriters.ndb(headers(1));
    file[4096 + 100] ^= 1;
    Names names = read(file);
    assertEquals(List.of("package 1 does not have its checksum"), names.problems);
    assertEquals(5, names.names.size());
  }

  @Test
  void endsInChainsThatLeadBack() throws IOException {
    byte[] file = DatabaseWriters.berkeley(headers(3), 512, 2, ByteOrder.BIG_ENDIAN);
    ByteBuffer pages = ByteBuffer.wrap(file);
    for (int page = 1; page < file.length / 512; page++) {
      pages.putInt(512 * page + 16, page);
    }
    Names names = read(file);
    assertTrue(names.problems.size() > 1, names.problems::toString);
    assertTrue(names.names.size() <= 18);
  }

  @Test
  void survivesDamageOfEveryKind() throws IOException {
    var random = new Random(3);
    List<byte[]> files =
        List.of(
            DatabaseWriters.ndb(headers(3)),
            DatabaseWriters.berkeley(headers(3), 512, 3, ByteOrder.BIG_ENDIAN),
            DatabaseWriters.berkeley(headers(3), 4096, 3, ByteOrder.LITTLE_ENDIAN),
            Files.readAllBytes(WRITTEN_BY_RPM));
    for (byte[] file : files) {
      int whole = read(file).names.size();
      for (int round = 0; round < 150; round++) {
        boolean isCut = round % 2 == 0;
        byte[] damaged = Arrays.copyOf(file, isCut ? random.nextInt(file.length) : file.length);
        for (int i = 0; i < 1 + file.length / 3000 && !isCut; i++) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Names names = read(damaged);
        assertTrue(names.names.size() <= whole);
        assertTrue(!isCut || names.names.size() == whole || !names.problems.isEmpty());
      }
    }
  }

  @Test
  void boundsWhatAHeaderClaims() {
    ByteBuffer header = ByteBuffer.allocate(64);
    header.putInt(0, Integer.MAX_VALUE);
    assertThrows(InputFailure.class, () -> RpmHeader.parse(header));
    header.putInt(0, 1).putInt(4, -1);
    assertThrows(InputFailure.class, () -> RpmHeader.parse(header));
    header.putInt(4, 8).putInt(8, 1000).putInt(12, 8).putInt(16, 0).putInt(20, 1 << 30);
    assertThrows(InputFailure.class, () -> RpmHeader.parse(header), "a billion texts");
    header.putInt(20, 3);
    assertEquals("", RpmHeader.parse(header).text(1000));
    assertEquals(List.of("", "", ""), RpmHeader.parse(header).texts(1000));
    assertEquals(List.of(), RpmHeader.parse(header).texts(1001));
  }
}
