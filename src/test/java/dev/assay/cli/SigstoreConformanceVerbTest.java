package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.support.TestData;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The command line that Sigstore's suite types.
class SigstoreConformanceVerbTest {
  private static final String IDENTITY =
      "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/"
          + "workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  private static final String ISSUER = "https://token.actions.githubusercontent.com";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    Console console =
        Console.of(InputStream.nullInputStream(), new ByteArrayOutputStream(), err, Map.of());
    return Main.run(List.of(arguments), console);
  }

  private static String bundle(String name) {
    Path folder = TestData.require("sigstore-conformance/bundle-verify");
    return folder.resolve(name).resolve("bundle.sigstore.json").toString();
  }

  @Test
  void flagsStandInAnyOrderAndThePublicRootIsBuiltIn() {
    String artifact = TestData.require("sigstore-conformance/bundle-verify/a.txt").toString();
    assertEquals(
        0,
        run(
            "sigstore-conformance",
            "verify-bundle",
            artifact,
            "--certificate-oidc-issuer",
            ISSUER,
            "--certificate-identity",
            IDENTITY,
            "--bundle",
            bundle("happy-path-v0.3")),
        err::toString);
  }

  @Test
  void aDigestIsAnArtifactToo() {
    assertEquals(
        0,
        run(
            "sigstore-conformance",
            "verify-bundle",
            "--bundle=" + bundle("happy-path-v0.1"),
            "--certificate-identity=" + IDENTITY,
            "--certificate-oidc-issuer=" + ISSUER,
            "sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf"),
        err::toString);
  }

  @Test
  void whatIsWrongInAnyWayIsOne() {
    String artifact = TestData.require("sigstore-conformance/bundle-verify/a.txt").toString();
    for (String name : List.of("bundle-malformed-json_fail", "signature-mismatch_fail", "none")) {
      assertEquals(
          1,
          run(
              "sigstore-conformance",
              "verify-bundle",
              "--bundle",
              bundle(name),
              "--certificate-identity",
              IDENTITY,
              "--certificate-oidc-issuer",
              ISSUER,
              artifact));
    }
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("refused: bad-signature: "));
    assertEquals(1, run("sigstore-conformance", "verify-bundle", artifact));
  }
}
