package dev.assay.cli.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import dev.assay.image.write.ImageBuilder;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import dev.assay.support.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assay ship` as people type it, between two registries on this machine.
class ShipCommandTest {
  private static final Platform ARM = Platform.parse("linux/arm64");

  @TempDir Path work;
  private ShipBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new ShipBench(work);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void expect(int code, int actual) {
    assertEquals(code, actual, bench::text);
  }

  private void says(String words) {
    assertTrue(bench.text().contains(words), bench::text);
  }

  @Test
  void everythingIsAtTheDestinationAndHolds() {
    expect(0, bench.ship("clean", "-a", "team=core"));
    says("promote: " + bench.target() + " is " + bench.promoted().orElseThrow());
    assertEquals(List.of(), ShipBench.writes(bench.from));
    String name = bench.target().toString();
    expect(0, bench.verify("verify", name, "-a", "team=core"));
    for (String type : List.of("vuln", "spdxjson", "cyclonedx")) {
      expect(0, bench.verify("verify-attestation", name, "--type", type));
    }
    expect(0, bench.assay("discover", "-o", "json", name));
    says("application/vnd.cyclonedx+json");
    says("application/spdx+json");
  }

  @Test
  void theTagIsTheLastThingWritten() {
    expect(0, bench.ship("clean"));
    List<String> writes = ShipBench.writes(bench.to);
    assertEquals("PUT /v2/prod/app/manifests/1.0", writes.getLast());
    assertEquals(1, writes.stream().filter(write -> write.endsWith("/manifests/1.0")).count());
  }

  @Test
  void aSecondRunWritesNothingAndSaysSo() {
    expect(0, bench.ship("clean"));
    int before = ShipBench.writes(bench.to).size();
    expect(0, bench.ship("clean"));
    assertEquals(before, ShipBench.writes(bench.to).size(), () -> ShipBench.writes(bench.to) + "");
    assertEquals(9, bench.text().split("there already: ", -1).length, bench::text);
    expect(0, bench.unsigned("clean"));
    int unsigned = ShipBench.writes(bench.to).size();
    expect(0, bench.unsigned("clean"));
    assertEquals(unsigned, ShipBench.writes(bench.to).size());
  }

  @Test
  void anotherDatabaseIsAnotherStatementAndNothingElse() throws IOException {
    expect(0, bench.ship("clean"));
    int before = ShipBench.writes(bench.to).size();
    bench.database("CVE-2021-2002");
    expect(0, bench.ship("clean"));
    List<String> writes = ShipBench.writes(bench.to);
    List<String> manifests =
        writes.subList(before, writes.size()).stream()
            .filter(write -> write.contains("/manifests/"))
            .toList();
    assertEquals(1, manifests.size(), writes::toString);
    says("attest: vuln of ");
  }

  @Test
  void whereTheNewestScanCountsAnOlderBetterOneDoesNotHelp() throws IOException {
    bench.database("CVE-2021-2001", "other");
    expect(0, bench.ship("bad"));
    bench.database("CVE-2021-2001");
    expect(0, bench.ship("bad", "--exit-code", "0"));
    String name = bench.target().toString();
    String none = "vulnerabilities == []";
    expect(0, bench.verify("verify-attestation", name, "--type", "vuln", "--policy", none));
    expect(
        1,
        bench.verify("verify-attestation", name, "--type", "vuln", "--newest", "--policy", none));
  }

  @Test
  void findingsStopItWithTheGatesCode() {
    expect(1, bench.ship("bad"));
    says("CVE-2021-2001");
    says("gate: does not pass: ");
    expect(9, bench.ship("bad", "--exit-code", "9"));
    expect(1, bench.ship("bad", "--severity", "UNKNOWN"));
    assertEquals(List.of(), ShipBench.writes(bench.to));
    assertEquals(List.of(), ShipBench.writes(bench.from));
    assertEquals(Optional.empty(), bench.promoted());
    expect(0, bench.ship("bad", "--severity", "CRITICAL"));
    assertTrue(bench.promoted().isPresent());
  }

  @Test
  void aRuleStopsItToo() {
    String none = "vulnerabilities.size() == 0";
    expect(1, bench.ship("bad", "--policy", none));
    says("gate: does not pass: `" + none + "`");
    expect(7, bench.ship("bad", "--policy", "false", "--exit-code", "7"));
    // A rule stands in for the number of findings, unless findings are spoken of as well.
    expect(1, bench.ship("bad", "--policy", "true", "--ignore-unfixed"));
    expect(2, bench.ship("bad", "--policy", "no rule"));
    assertEquals(List.of(), ShipBench.writes(bench.to));
    expect(0, bench.ship("bad", "--policy", "vulnerabilities.all(v, v.Severity != 'CRITICAL')"));
    expect(0, bench.ship("bad", "--exit-code", "0"));
  }

  @Test
  void whatTheGateLetThroughIsSaidInFull() throws IOException {
    expect(0, bench.ship("bad", "--severity", "CRITICAL"));
    String name = bench.target().toString();
    expect(0, bench.verify("verify-attestation", name, "--type", "vuln"));
    Json statement =
        Json.parse(
            Base64.getDecoder()
                .decode(Json.parse(bench.out.toByteArray(), "envelope").text("payload")),
            "statement");
    Json scanner = statement.at("predicate").at("scanner");
    assertTrue(scanner.at("db").text("version").startsWith("sha256:"), scanner::toString);
    assertTrue(scanner.at("db").text("lastUpdate").endsWith("Z"), scanner::toString);
    assertTrue(scanner.at("result").toString().contains("CVE-2021-2001"), scanner::toString);
    for (String holds :
        List.of(
            "vulnerabilities.exists(v, v.VulnerabilityID == 'CVE-2021-2001')",
            "now - timestamp(predicate.metadata.scanFinishedOn) < duration('1h')",
            "vulnerabilities.all(v, has(v.FixedVersion))",
            "timestamp(predicate.scanner.db.lastUpdate) <= now")) {
      expect(0, bench.verify("verify-attestation", name, "--type", "vuln", "--policy", holds));
    }
    for (String breaks :
        List.of(
            "vulnerabilities.all(v, v.VulnerabilityID != 'CVE-2021-2001')",
            "timestamp(predicate.metadata.scanFinishedOn) > now + duration('1h')",
            "vulnerabilities.exists(v, !has(v.FixedVersion))",
            "now - timestamp(predicate.metadata.absent) < duration('1h')")) {
      expect(1, bench.verify("verify-attestation", name, "--type", "vuln", "--policy", breaks));
    }
    expect(
        1,
        bench.verify(
            "verify-attestation",
            name,
            "--type",
            "cyclonedx",
            "--policy",
            "vulnerabilities == []"));
  }

  @Test
  void aRehearsalSaysEachStepAndWritesNothing() {
    expect(0, bench.ship("clean", "--dry-run"));
    for (String step : List.of("copy", "attach", "attest", "sign", "promote")) {
      says(step + ": to do: ");
    }
    says("gate: passed");
    assertEquals(List.of(), ShipBench.writes(bench.to));
    assertEquals(List.of(), ShipBench.writes(bench.from));
    expect(1, bench.ship("bad", "--dry-run"));
    expect(0, bench.ship("clean"));
    int before = ShipBench.writes(bench.to).size();
    expect(0, bench.ship("clean", "--dry-run"));
    assertFalse(bench.text().contains("to do: "), bench::text);
    assertEquals(before, ShipBench.writes(bench.to).size());
  }

  @Test
  void aFailureAtAnyWriteLeavesTheTagAloneAndTheNextRunCompletes() throws IOException {
    expect(0, bench.ship("clean"));
    int writes = ShipBench.writes(bench.to).size();
    Digest promoted = bench.promoted().orElseThrow();
    for (int broken = 1; broken <= writes; broken++) {
      bench.to.close();
      bench.to = LocalRegistry.start();
      failWrite(broken);
      int code = bench.ship("clean");
      assertEquals(4, code, "write " + broken + "\n" + bench.text());
      assertEquals(Optional.empty(), bench.promoted(), "write " + broken);
      expect(0, bench.ship("clean"));
      assertEquals(Optional.of(promoted), bench.promoted(), "write " + broken);
      expect(0, bench.verify("verify", bench.target().toString()));
    }
  }

  private void failWrite(int number) {
    AtomicInteger left = new AtomicInteger(number);
    bench.to.first(exchange -> {
      boolean isWrite = List.of("POST", "PUT", "PATCH").contains(exchange.getRequestMethod());
      if (!isWrite || left.decrementAndGet() != 0) {
        return false;
      }
      LocalRegistry.answer(exchange, 403, "{\"errors\":[{\"code\":\"DENIED\"}]}");
      return true;
    });
  }

  @Test
  void aSignatureThatDoesNotHoldThereStopsIt() throws IOException {
    // Whoever runs the registry hands out other bundles than those it was given.
    bench.to.first(exchange -> {
      String path = exchange.getRequestURI().getPath();
      if (!exchange.getRequestMethod().equals("GET") || !path.contains("/blobs/sha256:")) {
        return false;
      }
      byte[] blob =
          bench
              .to
              .content()
              .blob(Digest.parse(path.substring(path.lastIndexOf('/') + 1)))
              .orElseThrow();
      String text = new String(blob, UTF_8);
      if (!text.contains("dsseEnvelope")) {
        return false;
      }
      byte[] other = text.replace("dsseEnvelope", "dsseEnvelopf").getBytes(UTF_8);
      exchange.sendResponseHeaders(200, other.length);
      exchange.getResponseBody().write(other);
      exchange.close();
      return true;
    });
    expect(4, bench.ship("clean"));
    says("what stands there does not hold");
    assertEquals(Optional.empty(), bench.promoted());
  }

  @Test
  void aTagThatMayNotChangeIsNamedWithWhatItHolds() throws IOException {
    expect(0, bench.ship("clean"));
    Digest before = bench.promoted().orElseThrow();
    bench.put("next", "musl");
    bench.to.first(exchange -> {
      boolean isTag =
          exchange.getRequestMethod().equals("PUT")
              && exchange.getRequestURI().getPath().endsWith("/manifests/1.0");
      if (isTag) {
        LocalRegistry.answer(
            exchange,
            400,
            "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"tag is immutable\"}]}");
      }
      return isTag;
    });
    expect(4, bench.ship("next"));
    says("the tag names " + before + " there, and the registry does not let it name sha256:");
    says("tag is immutable");
    assertEquals(Optional.of(before), bench.promoted());
    // The same image again needs no tag to change.
    expect(0, bench.ship("clean"));
  }

  @Test
  void withoutItsKeyNothingIsDone() throws IOException {
    expect(3, bench.unsigned("clean", "--sign=" + bench.file("absent.key"), "--tlog-upload=false"));
    says("there is no such file");
    expect(2, bench.unsigned("clean", "--sign", bench.file("k.key")));
    says("--sign=KEY");
    expect(2, bench.unsigned("clean", "--tlog-upload=false"));
    expect(2, bench.unsigned("clean", "--sign", "--yes"));
    says("without a key or an identity");
    expect(2, bench.unsigned("clean", "--sign=" + bench.file("k.key")));
    says("nobody said that it may be made public");
    assertEquals(List.of(), ShipBench.writes(bench.to));
    assertEquals(0, bench.from.count("/v2/"));
  }

  @Test
  void whatToShipAndWhereMustBeSaid() {
    String source = bench.source("clean").toString();
    expect(2, bench.assay("ship", source));
    expect(2, bench.assay("ship", "--to", bench.target().toString()));
    expect(2, bench.assay("ship", source, "--to", bench.to.host() + "/a@sha256:" + "0".repeat(64)));
    expect(2, bench.unsigned("clean", "--sbom", "cyclonedx-xml"));
    expect(3, bench.unsigned("absent"));
    expect(2, bench.unsigned("clean", "--username", "me", "--password", "secret"));
    says("--to-username");
  }

  @Test
  void anIndexGoesOnlyIfEachOfItsImagesIsGood() throws IOException {
    ImageBuilder.Image clean = bench.put("one", "musl");
    ImageBuilder.Image other = bench.put("two", "busybox", ARM);
    ImageBuilder.Image bad = bench.put("three", "zlib", ARM);
    bench.index("mixed", clean, bad);
    expect(1, bench.ship("mixed"));
    assertEquals(List.of(), ShipBench.writes(bench.to));
    Digest index = bench.index("multi", clean, other);
    expect(0, bench.ship("multi"));
    assertEquals(Optional.of(index), bench.promoted());
    String name = bench.target().toString();
    String child = bench.target().name() + "@" + Digest.sha256(other.manifest());
    for (String one : List.of(name, child)) {
      expect(0, bench.verify("verify", one));
      expect(
          0,
          bench.verify(
              "verify-attestation", one, "--type", "vuln", "--policy", "vulnerabilities == []"));
    }
    expect(0, bench.verify("verify-attestation", child, "--type", "spdxjson"));
    int before = ShipBench.writes(bench.to).size();
    expect(0, bench.ship("multi"));
    assertEquals(before, ShipBench.writes(bench.to).size());
    // A finding in one of them is a finding of the whole.
    expect(0, bench.ship("mixed", "--exit-code", "0"));
    expect(
        1,
        bench.verify(
            "verify-attestation", name, "--type", "vuln", "--policy", "vulnerabilities == []"));
    expect(0, bench.ship("mixed", "--platform", "linux/amd64"));
    assertEquals(Optional.of(Digest.sha256(clean.manifest())), bench.promoted());
  }

  @Test
  void withinARegistryLayersAreTakenOver() {
    String to = bench.from.ref("prod/app", "1.0").toString();
    expect(
        0,
        bench.assay(
            "ship",
            "--skip-db-update",
            bench.source("clean").toString(),
            "--to",
            to,
            "--sign=" + bench.file("k.key"),
            "--tlog-upload=false"));
    assertTrue(bench.text().contains("0 blobs sent"), bench::text);
    expect(0, bench.verify("verify", to));
  }

  @Test
  void whereTheRegistryKeepsNoListsTheClientsDo() {
    bench.to.content().keepNoReferrers();
    expect(0, bench.ship("clean"));
    String name = bench.target().toString();
    expect(0, bench.verify("verify", name));
    expect(0, bench.verify("verify-attestation", name, "--type", "vuln"));
    int before = ShipBench.writes(bench.to).size();
    expect(0, bench.ship("clean"));
    assertEquals(before, ShipBench.writes(bench.to).size());
  }

  @Test
  void reportsGoWhereTheyAreWantedAndStepsAside() throws IOException {
    expect(0, bench.ship("clean", "-f", "json"));
    assertEquals("container_image", Json.parse(bench.out.toByteArray(), "r").text("ArtifactType"));
    assertTrue(bench.err.toString(UTF_8).contains("promote: "), bench::text);
    expect(1, bench.ship("bad", "-f", "sarif=" + bench.file("out.sarif")));
    assertTrue(Files.readString(work.resolve("out.sarif")).contains("CVE-2021-2001"));
    assertTrue(bench.out.toString(UTF_8).startsWith("resolve: "), bench::text);
  }
}
