package dev.assay.format.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.HeldBytes;
import dev.assay.model.Digest;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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

/// Databases that SQLite itself wrote, through Python, and what it reads from them.
final class SqliteTest {
  /// Arguments: file, page size, encoding, auto_vacuum, rows.
  private static final String WRITE =
      """
      import hashlib, random, sqlite3, sys
      file, size, encoding, vacuum, rows = sys.argv[1:]
      r = random.Random(7)
      db = sqlite3.connect(file)
      db.execute(f"PRAGMA page_size = {size}")
      db.execute(f"PRAGMA encoding = '{encoding}'")
      db.execute(f"PRAGMA auto_vacuum = {vacuum}")
      db.execute("CREATE TABLE Other (a TEXT)")
      db.execute("CREATE TABLE T (id INTEGER PRIMARY KEY, blob BLOB, text TEXT, n INTEGER, f REAL)")
      db.execute("CREATE INDEX I ON T (text, n)")
      for i in range(int(rows)):
          n = r.choice([0, 1, -1, 200, 40000, -9000000, 2**31, -2**40, 2**62, None])
          blob = r.randbytes(r.choice([0, 1, 50, 400, 600, 4000, 5000, 70000, 200000]))
          db.execute("INSERT INTO T VALUES (?, ?, ?, ?, ?)", (i * 3 + 1, blob, "zwölf " * (i % 9), n, 1.5))
      db.execute("DELETE FROM T WHERE id % 5 = 0")
      db.execute("ALTER TABLE T ADD COLUMN later TEXT")
      db.execute("INSERT INTO T VALUES (900000000000, x'00', 'last', 5, 2.5, 'there')")
      db.commit()
      for id, blob, text, n, f, later in db.execute("SELECT * FROM T ORDER BY id"):
          print(id, hashlib.sha256(blob).hexdigest(), text, n or 0, later or "", sep="|")
      """;

  @TempDir private Path folder;

  private static List<String> python(String program, String... arguments) throws Exception {
    var command =
        new ArrayList<String>(List.of(Tools.require("python3").toString(), "-c", program));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertEquals(0, process.waitFor());
    return lines;
  }

  private static HeldBytes held(byte[] bytes) throws IOException {
    return HeldBytes.read(new ByteArrayInputStream(bytes), Integer.MAX_VALUE);
  }

  /// Rows as text, then problems.
  private static List<String> rows(byte[] file, List<String> problems) throws IOException {
    var rows = new ArrayList<String>();
    Sqlite.open(held(file))
        .rows(
            "t",
            new Sqlite.Rows() {
              @Override
              public void row(SqliteRow row) {
                ByteBuffer blob = row.bytes(1);
                byte[] bytes = new byte[blob.remaining()];
                blob.get(bytes);
                String hash = Digest.sha256(bytes).toString().replace("sha256:", "");
                rows.add(
                    String.join(
                        "|",
                        String.valueOf(row.rowId()),
                        hash,
                        row.text(2),
                        String.valueOf(row.number(3)),
                        row.text(5)));
              }

              @Override
              public void problem(long offset, String problem) {
                problems.add(problem);
              }
            });
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "512, UTF-8, 0, 60",
    "1024, UTF-16le, 1, 60",
    "4096, UTF-8, 0, 400",
    "8192, UTF-16be, 2, 80",
    "65536, UTF-8, 0, 200",
    "4096, UTF-8, 0, 0"
  })
  void readsWhatSqliteWrote(String pageSize, String encoding, String vacuum, String rows)
      throws Exception {
    Path file = folder.resolve("db");
    List<String> expected = python(WRITE, file.toString(), pageSize, encoding, vacuum, rows);
    var problems = new ArrayList<String>();
    assertEquals(expected, rows(Files.readAllBytes(file), problems));
    assertEquals(List.of(), problems);
  }

  @Test
  void saysWhatOfADamagedFileIsMissing() throws Exception {
    Path file = folder.resolve("db");
    List<String> whole = python(WRITE, file.toString(), "1024", "UTF-8", "0", "60");
    byte[] bytes = Files.readAllBytes(file);
    var random = new Random(1);
    for (int round = 0; round < 200; round++) {
      byte[] damaged =
          Arrays.copyOf(
              bytes, round % 2 == 0 ? 100 + random.nextInt(bytes.length - 100) : bytes.length);
      for (int i = 0; i < 40 && round % 2 == 1; i++) {
        damaged[100 + random.nextInt(damaged.length - 100)] ^= (byte) (1 << random.nextInt(8));
      }
      var problems = new ArrayList<String>();
      List<String> rows = rows(damaged, problems);
      assertTrue(rows.size() <= whole.size() || !problems.isEmpty());
      assertTrue(whole.containsAll(rows) || round % 2 == 1, "nothing is made up");
      assertTrue(round % 2 == 1 || rows.size() == whole.size() || !problems.isEmpty());
    }
  }

  @Test
  void setsNothingAsideForARowThatIsNotThere() throws Exception {
    byte[] file = new byte[1024];
    System.arraycopy("SQLite format 3\0".getBytes(UTF_8), 0, file, 0, 16);
    file[16] = 4; // 1,024 bytes a page
    file[59] = 1;
    file[100] = 13; // a leaf with one row at 200, which is said to have 2^56 bytes
    file[104] = 1;
    file[109] = (byte) 200;
    Arrays.fill(file, 200, 207, (byte) 0xff);
    file[207] = 1;
    var problems = new ArrayList<String>();
    assertEquals(List.of(), rows(file, problems));
    assertEquals("a row of 72057594037927809 bytes", problems.getFirst());
  }

  @Test
  void refusesWhatIsNoDatabase() throws IOException {
    byte[] header = Arrays.copyOf("SQLite format 3\0".getBytes(UTF_8), 100);
    assertThrows(InputFailure.class, () -> Sqlite.open(held(header)));
    assertThrows(InputFailure.class, () -> Sqlite.open(held(new byte[0])));
  }

  @Test
  void countsWhatALogHoldsThatTheFileMayLack() throws Exception {
    Path file = folder.resolve("db");
    String write =
        """
        import shutil, sqlite3, sys
        db = sqlite3.connect(sys.argv[1])
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE T (id INTEGER PRIMARY KEY, blob BLOB)")
        db.execute("INSERT INTO T VALUES (1, ?)", (b"x" * 20000,))
        db.commit()
        shutil.copy(sys.argv[1] + "-wal", sys.argv[1] + "-kept")
        """;
    python(write, file.toString());
    byte[] log = Files.readAllBytes(folder.resolve("db-kept"));
    assertEquals((log.length - 32) / (4096 + 24), WriteAheadLog.committedPages(held(log)));
    assertTrue(WriteAheadLog.committedPages(held(log)) > 5);
    assertEquals(0, WriteAheadLog.committedPages(held(new byte[0])));
    assertEquals(0, WriteAheadLog.committedPages(held(Arrays.copyOf(log, 2000))));
  }
}
