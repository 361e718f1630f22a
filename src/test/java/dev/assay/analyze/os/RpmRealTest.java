package dev.assay.analyze.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.support.TestData;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real databases, and what rpm itself says of them.
class RpmRealTest {
  private static final String LINE =
      "%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE} %{ARCH} %{SOURCERPM} md5:%{SIGMD5}"
          + " %{LICENSE} %|VENDOR?{%{VENDOR}}:{%|PACKAGER?{%{PACKAGER}}:{}|}|\\n";

  @TempDir private Path temp;

  static FileFacts read(Path file, String place) throws IOException {
    var found = new FactsCollector(place, _ -> true);
    try (InputStream content = Files.newInputStream(file)) {
      new RpmAnalyzer().read(place, content, found);
    }
    return found.facts();
  }

  private static String line(Component one) {
    String source = one.advisoryName() + "-" + one.advisoryVersion().replaceFirst("^\\d+:", "");
    return String.join(
        " ",
        one.name(),
        one.version(),
        one.architecture(),
        source + ".src.rpm",
        one.detail("digest"),
        String.join(" ", one.licenses()),
        one.maintainer());
  }

  /// A copy of a database that rpm can read and lock: NDB in the form of SQLite.
  private Path forRpm(Path database) throws Exception {
    Path copy = Files.createDirectories(temp.resolve("db"));
    if (database.endsWith("Packages.db")) {
      run(Tools.require("rpm").toString(), "--dbpath", copy.toString(), "--initdb");
      String python = Tools.require("python3").toString();
      String file = copy.resolve("rpmdb.sqlite").toString();
      run(python, "it/rpm/ndb2sqlite.py", database.toString(), file);
    } else {
      Files.copy(database, copy.resolve(database.getFileName().toString()));
    }
    return copy;
  }

  private static List<String> run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    return said.lines().filter(line -> !line.startsWith("gpg-pubkey ")).sorted().toList();
  }

  private List<String> rpm(Path database, String format) throws Exception {
    String copy = forRpm(database).toString();
    return run(Tools.require("rpm").toString(), "--dbpath", copy, "-qa", "--qf", format);
  }

  @ParameterizedTest
  @CsvSource({"cbl-mariner-2.0/rpmdb.sqlite,129", "sle15-bci/Packages.db,35", "libuuid/Packages,1"})
  void readsWhatRpmReads(String file, int count) throws Exception {
    Path database = TestData.require("rpmdb/" + file);
    FileFacts facts = read(database, "var/lib/rpm/" + database.getFileName());
    assertEquals(List.of(), facts.gaps());
    assertEquals(count, facts.components().size());
    assertEquals(
        rpm(database, LINE), facts.components().stream().map(RpmRealTest::line).sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cbl-mariner-2.0/rpmdb.sqlite", "sle15-bci/Packages.db", "libuuid/Packages"})
  void knowsTheFilesThatRpmKnows(String file) throws Exception {
    Path database = TestData.require("rpmdb/" + file);
    FileFacts facts = read(database, "var/lib/rpm/" + database.getFileName());
    List<String> theirs = rpm(database, "[%{FILENAMES}\\n]");
    assertTrue(theirs.size() > 2, theirs::toString);
    assertEquals(theirs, facts.owned().stream().map(path -> "/" + path).sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cbl-mariner-2.0/rpmdb.sqlite", "sle15-bci/Packages.db", "libuuid/Packages"})
  void survivesDamage(String file) throws Exception {
    byte[] whole = Files.readAllBytes(TestData.require("rpmdb/" + file));
    var random = new Random(file.hashCode());
    int most = read(whole).components().size();
    for (int round = 0; round < 40; round++) {
      byte[] damaged =
          round % 2 == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : flipped(whole, random);
      FileFacts facts = read(damaged);
      assertTrue(facts.components().size() <= most);
      assertTrue(round % 2 != 0 || !facts.gaps().isEmpty(), "a file cut short has a gap");
    }
  }

  private static byte[] flipped(byte[] whole, Random random) {
    byte[] copy = whole.clone();
    for (int i = 0; i < 1 + whole.length / 2000; i++) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private static FileFacts read(byte[] content) throws IOException {
    var found = new FactsCollector("var/lib/rpm/Packages", _ -> true);
    new RpmAnalyzer().read("var/lib/rpm/Packages", new ByteArrayInputStream(content), found);
    return found.facts();
  }
}
