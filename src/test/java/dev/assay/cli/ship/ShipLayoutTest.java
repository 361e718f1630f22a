package dev.assay.cli.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assay ship` and what belongs to it where one of the places is a folder.
class ShipLayoutTest {
  @TempDir Path work;
  private ShipBench bench;
  private String layout;

  @BeforeEach
  void start() throws IOException {
    bench = new ShipBench(work);
    layout = "oci:" + work.resolve("layout");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void expect(int code, int actual) {
    assertEquals(code, actual, bench::text);
  }

  private int ship(String from, String to, String... more) {
    List<String> words =
        Stream.concat(
                Stream.of(
                    "ship",
                    "--skip-db-update",
                    "--sign=" + bench.file("k.key"),
                    "--tlog-upload=false",
                    from,
                    "--to",
                    to),
                Stream.of(more))
            .toList();
    return bench.assay(words.toArray(String[]::new));
  }

  @Test
  void anImageGoesIntoAFolderAndOutOfItAndHoldsThere() throws IOException {
    String image = layout + ":1.0";
    expect(0, ship(bench.source("clean").toString(), image));
    expect(0, bench.verify("verify", image));
    for (String type : List.of("vuln", "spdxjson", "cyclonedx")) {
      expect(0, bench.verify("verify-attestation", image, "--type", type));
    }
    expect(0, ship(bench.source("clean").toString(), image));
    assertEquals(9, bench.text().split("there already: ", -1).length, bench::text);
    expect(0, ship(image, bench.target().toString()));
    expect(0, bench.verify("verify", bench.target().toString()));
    assertEquals(List.of(), ShipBench.writes(bench.from));
    try (Stream<Path> files = Files.walk(work.resolve("layout"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        assertFalse(
            new String(content, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains(work.toString()),
            "a path of this machine in " + file);
      }
    }
  }

  @Test
  void theGateHoldsForFoldersToo() {
    expect(1, ship(bench.source("bad").toString(), layout + ":1.0"));
    assertFalse(Files.exists(work.resolve("layout")));
    expect(0, bench.assay("copy", bench.source("bad").toString(), layout + ":bad"));
    expect(1, ship(layout + ":bad", bench.target().toString()));
    assertTrue(bench.text().contains("CVE-2021-2001"), bench::text);
    assertEquals(List.of(), ShipBench.writes(bench.to));
  }

  @Test
  void aRehearsalWritesNothing() {
    expect(0, ship(bench.source("clean").toString(), layout + ":1.0", "--dry-run"));
    assertTrue(bench.text().contains("to do: "), bench::text);
    assertFalse(Files.exists(work.resolve("layout")));
  }

  @Test
  void aTagIsWanted() {
    expect(2, ship(bench.source("clean").toString(), layout));
  }

  @Test
  void aScanOfAFolderIsTheScanOfTheImage() {
    expect(0, bench.assay("copy", bench.source("bad").toString(), layout + ":bad"));
    expect(0, bench.assay("image", "--skip-db-update", "-f", "ids", layout + ":bad"));
    String here = bench.out.toString(java.nio.charset.StandardCharsets.UTF_8);
    expect(
        0,
        bench.assay(
            "image",
            "--skip-db-update",
            "--image-src",
            "remote",
            "-f",
            "ids",
            bench.source("bad").toString()));
    assertEquals(bench.out.toString(java.nio.charset.StandardCharsets.UTF_8), here);
    assertTrue(here.contains("CVE-2021-2001"));
  }

  @Test
  void flagsOfOrasAndCosignNameLayoutsToo() throws IOException {
    String bare = work.resolve("layout") + ":1";
    Path note = Files.writeString(work.resolve("note.txt"), "note");
    expect(0, bench.assay("copy", "--to-oci-layout", bench.source("clean").toString(), bare));
    expect(
        0, bench.assay("attach", "--oci-layout", "--artifact-type", "a/b", bare, note.toString()));
    expect(0, bench.assay("discover", "--oci-layout", bare));
    assertTrue(bench.text().contains("a/b"), bench::text);
    expect(0, bench.assay("tree", "oci:" + bare));
    assertTrue(bench.text().contains("a/b"), bench::text);
    expect(
        0,
        bench.assay(
            "fetch", "--oci-layout", "--artifact-type", "a/b", "-o", bench.file("back"), bare));
    assertEquals("note", Files.readString(work.resolve("back")));
    String sign = "--tlog-upload=false";
    expect(0, bench.assay("sign", sign, "--key", bench.file("k.key"), "oci:" + bare));
    expect(0, bench.verify("verify", bare, "--local-image"));
    expect(0, bench.assay("copy", "-r", "--from-oci-layout", bare, bench.target().toString()));
    expect(0, bench.verify("verify", bench.target().toString()));
    expect(0, bench.assay("discover", bench.target().toString()));
    assertTrue(bench.text().contains("a/b"), bench::text);
  }

  @Test
  void olderSignaturesAreKeptInAFolderToo() {
    String image = layout + ":1";
    expect(0, bench.assay("copy", bench.source("clean").toString(), image));
    for (int i = 0; i < 2; i++) {
      expect(
          0,
          bench.assay(
              "sign",
              "--tlog-upload=false",
              "--new-bundle-format=false",
              "--key",
              bench.file("k.key"),
              "-a",
              "n=" + i,
              image));
    }
    expect(0, bench.verify("verify", image, "--require-signatures", "2"));
    expect(0, bench.assay("copy", "-r", image, bench.target().toString()));
    expect(0, bench.verify("verify", bench.target().toString(), "--require-signatures", "2"));
  }

  @Test
  void whatIsNotThereIsSaid() {
    expect(3, bench.assay("discover", layout));
    assertTrue(bench.text().contains("there is no such folder"), bench::text);
    expect(2, bench.assay("discover", "oci:"));
    expect(3, bench.verify("verify", layout + ":1"));
  }
}
