package dev.assay.cli.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.sign.fake.FakeServices;
import dev.assay.sign.fake.FakeSigstore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assay ship --sign` in a job that has an identity.
class ShipKeylessTest {
  @TempDir Path work;
  private final FakeSigstore sigstore = new FakeSigstore();
  private FakeServices services;
  private ShipBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new ShipBench(work);
    services = new FakeServices(sigstore);
    bench.environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", services.url() + "/token?x=1");
    bench.environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
    bench.environment.put("GITHUB_RUN_ID", "17");
    bench.environment.put("GITHUB_REPOSITORY", "example/app");
    Files.write(work.resolve("root.json"), sigstore.rootJson(FakeSigstore.Windows.open()));
    Files.write(
        work.resolve("other.json"), new FakeSigstore().rootJson(FakeSigstore.Windows.open()));
    Files.write(work.resolve("config.json"), sigstore.signingConfig(services.url(), 2));
  }

  @AfterEach
  void stop() {
    services.close();
    bench.close();
  }

  private int ship(String root, String... more) {
    List<String> words =
        new ArrayList<>(List.of("--sign", "--yes", "--signing-config", bench.file("config.json")));
    if (!root.isEmpty()) {
      words.addAll(List.of("--trusted-root", bench.file(root)));
    }
    words.addAll(List.of(more));
    return bench.unsigned("clean", words.toArray(String[]::new));
  }

  private void expect(int code, int actual) {
    assertEquals(code, actual, bench::text);
  }

  private boolean wasAsked(String path) {
    return services.asked().stream().anyMatch(request -> request.contains(path));
  }

  @Test
  void theJobsIdentitySignsAndIsFoundAgain() {
    expect(0, ship("root.json"));
    for (String verb : List.of("verify", "verify-attestation")) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  verb,
                  "--trusted-root",
                  bench.file("root.json"),
                  "--certificate-identity-regexp",
                  "^https://github.com/example/app/",
                  "--certificate-oidc-issuer",
                  FakeSigstore.ISSUER));
      if (verb.equals("verify-attestation")) {
        words.addAll(
            List.of(
                "--type",
                "vuln",
                "--newest",
                "--policy",
                "predicate.invocation.uri == 'https://github.com/example/app/actions/runs/17'"));
      }
      words.add(bench.target().toString());
      expect(0, bench.assay(words.toArray(String[]::new)));
    }
    int before = ShipBench.writes(bench.to).size();
    expect(0, ship("root.json"));
    assertEquals(before, ShipBench.writes(bench.to).size(), bench::text);
  }

  @Test
  void aRehearsalMakesNothingPublic() {
    expect(0, ship("root.json", "--dry-run"));
    assertTrue(bench.text().contains("sign: to do: "), bench::text);
    assertFalse(wasAsked("/signingCert"), () -> services.asked().toString());
    assertFalse(wasAsked("/log/"), () -> services.asked().toString());
    assertEquals(List.of(), ShipBench.writes(bench.to));
  }

  @Test
  void aGateThatDoesNotPassMakesNothingPublic() {
    expect(1, ship("root.json", "--policy", "false"));
    assertFalse(wasAsked("/signingCert"), () -> services.asked().toString());
  }

  @Test
  void whatTheServicesSignMustHold() {
    expect(4, ship("other.json"));
    assertTrue(bench.text().contains("what the services answered does not hold"), bench::text);
    assertTrue(bench.promoted().isEmpty());
  }

  @Test
  void whomToTrustIsAskedBeforeAnythingIsDone() {
    int code =
        bench.unsigned(
            "clean",
            "--sign",
            "--yes",
            "--rekor-url",
            services.url(),
            "--fulcio-url",
            services.url());
    expect(2, code);
    assertTrue(bench.text().contains("--trusted-root"), bench::text);
    expect(2, ship(""));
    assertEquals(0, bench.from.count("/v2/"));
  }
}
