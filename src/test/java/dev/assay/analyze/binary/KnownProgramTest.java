package dev.assay.analyze.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.Component;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownProgramTest {
  private static List<Component> read(String path, byte[] content) throws IOException {
    return read(path, new ByteArrayInputStream(content));
  }

  private static List<Component> read(String path, InputStream content) throws IOException {
    var found = new FactsCollector(path, _ -> true);
    new ProgramAnalyzer().read(path, content, found);
    return found.facts().components();
  }

  private static byte[] program(int before, String text) {
    byte[] content = new byte[before + 200_000];
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, content, before, bytes.length);
    return new ElfWriter(64, ByteOrder.LITTLE_ENDIAN).load(5, content).bytes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "usr/local/bin/node | https://nodejs.org/node.js/v22.9.0/x | node@22.9.0",
        "opt/libpython3.12.so.1.0 | ~3.12.4~ | python@3.12.4",
        "usr/local/bin/python3.13 | ~3.13.0rc2+~ | python@3.13.0rc2",
        "usr/local/bin/ruby | ruby 3.3.4 (2024-07-09 revision be1089c8ec) [x86_64-linux] |"
            + " ruby@3.3.4",
        "usr/local/bin/redis-server | ~7.2.4buildkitsandbox-1704283000000000000~ | redis@7.2.4",
        "usr/local/bin/redis-server | ~7.0.151790282056000000000~ | redis@7.0.15",
        "usr/bin/valkey-server | ~8.0.1host-17270000001000000000~ | valkey@8.0.1",
        "usr/local/sbin/haproxy | ~2.8.3-86e043a~ | haproxy@2.8.3",
        "usr/local/apache2/bin/httpd | Apache/2.4.58 (Unix) | httpd@2.4.58",
        "usr/sbin/mysqld | /build/mysql-8.0.36/sql~ | mysql@8.0.36",
        "usr/sbin/mysqld | 5.5.5-10.6.16-MariaDB | mariadb@10.6.16",
        "usr/lib/libcrypto.so.1.1 | OpenSSL 1.1.1w  11 Sep 2023 | openssl@1.1.1w"
      })
  void knowsAVersionWhereverItStands(String path, String text, String id) throws IOException {
    for (int before : new int[] {0, 65_300, 65_536 + 190, 131_072 + 399, 300_001}) {
      List<Component> found = read(path, program(before, text.replace('~', '\0')));
      assertEquals(List.of(id), found.stream().map(Component::id).toList(), "behind " + before);
    }
  }

  @Test
  void takesNoProgramForAnotherThatItMentions() throws IOException {
    assertEquals(List.of(), read("usr/bin/tool", program(0, "node.js/v22.9.0")));
    assertEquals(List.of(), read("usr/bin/node", program(0, "Apache/2.4.58")));
  }

  @ParameterizedTest
  @CsvSource({
    "/bin/bash, bash",
    "/usr/bin/perl, perl-base",
    "/usr/bin/openssl, openssl",
    "/usr/bin/git, git",
    "/usr/bin/curl, curl"
  })
  void agreesWithDebianAboutWhatIsInstalledHere(Path program, String name) throws Exception {
    Path query = Tools.require("dpkg-query");
    assumeTrue(Files.isExecutable(program), program + " is not installed");
    Process process = new ProcessBuilder(query.toString(), "-W", "-f=${Version}", name).start();
    String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, name + " is not installed");
    try (InputStream content = Files.newInputStream(program)) {
      List<Component> found = read(program.toString().substring(1), content);
      String upstream = version.substring(version.indexOf(':') + 1);
      assertTrue(upstream.startsWith(found.getFirst().version()), upstream + " is not " + found);
    }
  }
}
