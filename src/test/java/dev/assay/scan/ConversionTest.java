package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.cli.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scan, then convert, with a database of two advisories.
class ConversionTest {
  private static final List<String> FORMATS =
      List.of("table", "json", "sarif", "ids", "html", "cyclonedx", "cyclonedx-xml", "spdx-json");

  @TempDir Path home;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void build() throws IOException {
    Path secdb = Files.createDirectories(home.resolve("secdb").resolve("v3.10"));
    Files.writeString(
        secdb.resolve("main.json"),
        """
        {"reponame": "main", "distroversion": "v3.10", "packages": [
          {"pkg": {"name": "thttpd", "secfixes": {"2.0-r1": ["CVE-2020-1001", "CVE-2020-1002"]}}}
        ]}
        """);
    assertEquals(0, assay("db", "build", "--source", "alpine-secdb=" + home.resolve("secdb")));
    put("vulnerable", "1.9-r0");
    put("clean", "2.0-r1");
    put("damaged", "2.0-r1");
    Files.writeString(home.resolve("damaged").resolve("package-lock.json"), "{");
    Path modules = Files.createDirectories(home.resolve("damaged/node_modules/x"));
    Files.writeString(modules.resolve("package.json"), "{\"name\": \"x\", \"version\": \"1.0.0\"}");
  }

  private void put(String name, String version) throws IOException {
    Path root = Files.createDirectories(home.resolve(name));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/os-release"), "ID=alpine\nVERSION_ID=3.10.9\n");
    Files.createDirectories(root.resolve("lib/apk/db"));
    Files.writeString(
        root.resolve("lib/apk/db/installed"),
        "P:thttpd\nV:" + version + "\nA:x86_64\no:thttpd\nL:BSD\nT:A server\n\n");
  }

  private int assay(String... arguments) {
    return assay(new byte[0], arguments);
  }

  private int assay(byte[] in, String... arguments) {
    out.reset();
    err.reset();
    return Main.run(
        List.of(arguments),
        Console.of(
            new ByteArrayInputStream(in),
            out,
            err,
            Map.of(
                "HOME",
                home.toString(),
                "ASSAY_STDERR_TTY",
                "0",
                "SOURCE_DATE_EPOCH",
                "1700000000")));
  }

  private void scan(String name, String... flags) {
    List<String> all = new ArrayList<>(List.of("rootfs", "--skip-db-update", "--scanners", "vuln"));
    all.addAll(List.of(flags));
    all.add(home.resolve(name).toString());
    assertEquals(0, assay(all.toArray(String[]::new)), err::toString);
  }

  private String report(String name, String... flags) {
    Path file = home.resolve(name + ".json");
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of("-f", "json=" + file));
    scan(name, all.toArray(String[]::new));
    return file.toString();
  }

  @Test
  void everyFormatIsTheScansOwn() throws IOException {
    for (String name : List.of("vulnerable", "clean", "damaged")) {
      Path folder = Files.createDirectories(home.resolve("out-" + name));
      List<String> flags = new ArrayList<>();
      FORMATS.forEach(format -> flags.addAll(List.of("-f", format + "=" + folder.resolve(format))));
      scan(name, flags.toArray(String[]::new));
      String report = folder.resolve("json").toString();
      for (String format : FORMATS) {
        assertEquals(0, assay("convert", "-f", format, report), err::toString);
        String scanned = Files.readString(folder.resolve(format));
        assertEquals(scanned, out.toString(UTF_8), name + " " + format);
      }
    }
  }

  @Test
  void aFilterAfterwardsIsAFilterInTheScan() throws IOException {
    Path ignored = Files.writeString(home.resolve("ignored"), "CVE-2020-1001 # not here\n");
    List<String> flags =
        List.of("--ignorefile", ignored.toString(), "--show-suppressed", "-f", "table");
    scan("vulnerable", flags.toArray(String[]::new));
    byte[] scanned = out.toByteArray();
    List<String> convert = new ArrayList<>(List.of("conv"));
    convert.addAll(flags);
    convert.add("-");
    byte[] json = Files.readAllBytes(Path.of(report("vulnerable")));
    assertEquals(0, assay(json, convert.toArray(String[]::new)));
    assertArrayEquals(scanned, out.toByteArray());
    assertTrue(out.toString(UTF_8).contains("CVE-2020-1001"));
  }

  @Test
  void theGateAnswersAsAScans() throws IOException {
    assertEquals(1, assay("convert", "--exit-code", "1", report("vulnerable")));
    assertEquals(0, assay("convert", "--exit-code", "1", report("clean")));
    assertEquals(7, assay("convert", "--exit-on-eol", "7", report("clean")));
    assertEquals(3, assay("convert", "--exit-code", "1", report("damaged")));
    assertTrue(err.toString(UTF_8).contains("the answer is not complete"));
    Path several = home.resolve("several.json");
    Files.writeString(
        several,
        "["
            + Files.readString(Path.of(report("vulnerable")))
            + """
            , {"SchemaVersion": 2, "ArtifactName": "gone", "ArtifactType": "container_image",
               "Error": {"Message": "cannot reach it", "ExitCode": 4}}]
            """);
    assertEquals(4, assay("convert", "--exit-code", "1", several.toString()));
    assertTrue(out.toString(UTF_8).contains("gone (not scanned)"));
    assertEquals(2, assay("convert", "-f", "cyclonedx", several.toString()));
  }

  @Test
  void whatIsNoReportOrTooLittleForABillIsRefused() {
    byte[] bill = "{\"bomFormat\": \"CycloneDX\"}".getBytes(UTF_8);
    assertEquals(3, assay(bill, "convert", "-"));
    assertTrue(err.toString(UTF_8).contains("cannot read standard input: it is no report"));
    assertEquals(3, assay("convert", home.resolve("absent.json").toString()));
    assertEquals(2, assay("convert"));
    String unlisted = report("vulnerable", "--list-all-pkgs=false");
    assertEquals(3, assay("convert", "-f", "spdx-json", unlisted));
    assertTrue(err.toString(UTF_8).contains("--list-all-pkgs"));
    assertEquals(0, assay("convert", unlisted));
    assertTrue(out.toString(UTF_8).contains("does not list the packages without findings"));
  }
}
