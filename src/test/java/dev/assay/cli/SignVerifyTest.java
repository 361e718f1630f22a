package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.ImageRef;
import dev.assay.sign.fake.FakeServices;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.support.LocalRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Signing and verifying as people type it, against services and registries on this machine.
class SignVerifyTest extends SigningAsTyped {
  @Test
  void whatIsSignedWithAKeyVerifiesInBothForms() {
    makeKey();
    expect(10, verify());
    sign("-a", "team=core");
    expect(0, verify());
    assertTrue(
        out.toString(StandardCharsets.UTF_8).contains("\"docker-manifest-digest\":\"sha256:"));
    expect(
        12,
        "verify",
        "--key",
        file("k.pub"),
        "--insecure-ignore-tlog",
        "-a",
        "team=x",
        image.toString());
    sign("--new-bundle-format=false");
    expect(
        0,
        "verify",
        "--key",
        file("k.pub"),
        "--insecure-ignore-tlog",
        "--require-signatures",
        "2",
        image.toString());
    expect(12, "verify", "--key", file("k.pub"), image.toString());
    expect(
        13,
        "verify",
        "--certificate-identity",
        "a",
        "--certificate-oidc-issuer",
        "b",
        "--insecure-ignore-tlog",
        image.toString());
    expect(11, "verify", "--key", file("k.pub"), registry.ref("org/app", "none").toString());
    expect(2, "verify", image.toString());
    expect(
        2,
        "verify",
        "--certificate-identity-regexp",
        "",
        "--certificate-oidc-issuer",
        "b",
        image.toString());
  }

  @Test
  void aStatementVerifiesAndIsHeldToRules() throws IOException {
    makeKey();
    Files.writeString(work.resolve("p.json"), "{\"count\":3}");
    expect(
        0,
        "attest",
        "--key",
        file("k.key"),
        "--tlog-upload=false",
        "--type",
        "https://example.com/x",
        "--predicate",
        file("p.json"),
        image.toString());
    for (Map.Entry<String, Integer> rule :
        Map.of("predicate.count < 4", 0, "predicate.count > 4", 1, "predicate.absent == 1", 1)
            .entrySet()) {
      expect(
          rule.getValue(),
          "verify-attestation",
          "--key",
          file("k.pub"),
          "--insecure-ignore-tlog",
          "--type",
          "https://example.com/x",
          "--policy",
          rule.getKey(),
          image.toString());
    }
    expect(10, verify());
  }

  @Test
  void anIdentitySignsThroughBothVersionsOfTheLog() throws IOException {
    try (FakeServices services = new FakeServices(sigstore)) {
      environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", services.url() + "/token?x=1");
      environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
      Files.write(work.resolve("root.json"), sigstore.rootJson(FakeSigstore.Windows.open()));
      for (int version = 1; version <= 2; version++) {
        Files.write(work.resolve("config.json"), sigstore.signingConfig(services.url(), version));
        for (String form : List.of("true", "false")) {
          // Without a promise, which the second version never gives, the older form has no place
          // for the log's entry.
          if (version == 1 || form.equals("true")) {
            ImageRef signed =
                registry.put("org/k" + version + form, "1", List.of(new byte[] {(byte) version}));
            expect(
                0,
                "sign",
                "--yes",
                "--signing-config",
                file("config.json"),
                "--trusted-root",
                file("root.json"),
                "--new-bundle-format=" + form,
                signed.toString());
            expect(
                0,
                "verify",
                "--trusted-root",
                file("root.json"),
                "--certificate-identity-regexp",
                "^https://github.com/example/app/",
                "--certificate-oidc-issuer",
                FakeSigstore.ISSUER,
                signed.toString());
            expect(
                12,
                "verify",
                "--certificate-identity-regexp",
                "^https://github.com/",
                "--certificate-oidc-issuer",
                FakeSigstore.ISSUER,
                signed.toString());
          }
        }
      }
      assertTrue(services.asked().contains("POST /api/v2/signingCert"));
    }
  }

  @Test
  void aTagThatMovesIsLookedAtOnce() {
    makeKey();
    ImageRef unsigned = registry.put("org/app", "other", List.of(new byte[] {9}));
    sign();
    AtomicInteger asked = new AtomicInteger();
    // The first time, the tag leads to an image that nobody signed.
    registry.first(exchange -> {
      boolean isTag = exchange.getRequestURI().getPath().endsWith("/manifests/1.0");
      if (!isTag || asked.getAndIncrement() > 0) {
        return false;
      }
      exchange.getResponseHeaders().add("Location", "/v2/org/app/manifests/other");
      exchange.sendResponseHeaders(307, -1);
      exchange.close();
      return true;
    });
    expect(10, verify());
    assertEquals(1, asked.get());
    assertFalse(unsigned.toString().isEmpty());
  }

  @Test
  void aRegistryThatFailsIsNeverAMissingSignature() {
    makeKey();
    sign();
    for (int status : List.of(403, 501)) {
      registry.fail("/referrers/", 100, status, Map.of());
      expect(14, verify());
      assertFalse(err.toString(StandardCharsets.UTF_8).contains("there is no signature"));
    }
  }

  @Test
  void aListThatIsGarbageOrEndlessIsTheRegistrysTrouble() {
    makeKey();
    sign();
    for (String body : List.of("garbage", "{\"manifests\":", "[".repeat(5_000))) {
      answer(body, Map.of("Content-Type", "application/vnd.oci.image.index.v1+json"));
      expect(14, verify());
    }
    answer(
        "{\"schemaVersion\":2,\"manifests\":[]}",
        Map.of(
            "Content-Type",
            "application/vnd.oci.image.index.v1+json",
            "Link",
            "</v2/org/app/referrers/x?n=1>; rel=\"next\""));
    expect(14, verify());
  }

  /// A list of 100,000, and one signature of a gigabyte, of which nothing is fetched.
  @Test
  void whatIsTooLongIsSaidToBeAndNotRead() {
    makeKey();
    List<byte[]> content = List.of(new byte[] {4});
    ImageRef other = registry.put("org/huge", "1.0", content);
    String type = "application/vnd.dev.sigstore.bundle.v0.3+json";
    String layer =
        "{\"mediaType\":\"" + type + "\",\"digest\":\"sha256:%064d\",\"size\":1073741824}";
    String subject =
        LocalRegistry.descriptor(
            "application/vnd.oci.image.manifest.v1+json",
            LocalRegistry.manifest(LocalRegistry.config(content), content)
                .getBytes(StandardCharsets.UTF_8));
    registry
        .content()
        .putManifest(
            "org/huge",
            "signature",
            ("{\"schemaVersion\":2,\"artifactType\":\""
                    + type
                    + "\",\"config\":"
                    + LocalRegistry.descriptor("application/vnd.oci.empty.v1+json", new byte[2])
                    + ",\"layers\":["
                    + layer.formatted(1)
                    + "],\"subject\":"
                    + subject
                    + "}")
                .getBytes(StandardCharsets.UTF_8),
            "application/vnd.oci.image.manifest.v1+json");
    expect(12, "verify", "--key", file("k.pub"), "--insecure-ignore-tlog", other.toString());
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("it has 1073741824 bytes, at most 33554432 are read of one"), said);
    assertEquals(0, registry.count("/org/huge/blobs/"));
    String entry = layer.formatted(2) + ",";
    answer(
        "{\"schemaVersion\":2,\"manifests\":[" + entry.repeat(100_000) + layer.formatted(3) + "]}",
        Map.of("Content-Type", "application/vnd.oci.image.index.v1+json"));
    expect(14, verify());
    assertTrue(err.size() < 2_000, err::toString);
  }

  private void answer(String body, Map<String, String> headers) {
    registry.first(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
        return false;
      }
      headers.forEach(exchange.getResponseHeaders()::add);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
      return true;
    });
  }

  @Test
  void bytesThatAreNotThoseAskedForAreRefused() {
    makeKey();
    sign();
    for (String path : List.of("/blobs/", "/manifests/sha256:")) {
      otherBytes(path);
      int code = run(verify());
      assertTrue(code == 12 || code == 14, err::toString);
      assertFalse(err.toString(StandardCharsets.UTF_8).contains("there is no signature"));
    }
  }

  private void otherBytes(String path) {
    registry.first(exchange -> {
      if (!exchange.getRequestURI().getPath().contains(path)
          || !exchange.getRequestMethod().equals("GET")) {
        return false;
      }
      byte[] bytes = "{\"not\":\"it\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
      return true;
    });
  }

  @Test
  void filesAreSignedAndVerified() throws IOException {
    makeKey();
    Files.writeString(work.resolve("blob"), "some bytes");
    Files.writeString(work.resolve("other"), "other bytes");
    expect(
        0,
        "sign-blob",
        "--key",
        file("k.key"),
        "--tlog-upload=false",
        "--bundle",
        file("b.json"),
        file("blob"));
    for (Map.Entry<String, Integer> blob : Map.of("blob", 0, "other", 1).entrySet()) {
      expect(
          blob.getValue(),
          "verify-blob",
          "--key",
          file("k.pub"),
          "--insecure-ignore-tlog",
          "--bundle",
          file("b.json"),
          file(blob.getKey()));
    }
    Files.writeString(work.resolve("p.json"), "{}");
    expect(
        0,
        "attest-blob",
        "--key",
        file("k.key"),
        "--tlog-upload=false",
        "--type",
        "openvex",
        "--predicate",
        file("p.json"),
        "--bundle",
        file("a.json"),
        file("blob"));
    for (Map.Entry<String, Integer> type : Map.of("openvex", 0, "vuln", 1).entrySet()) {
      expect(
          type.getValue(),
          "verify-blob-attestation",
          "--key",
          file("k.pub"),
          "--insecure-ignore-tlog",
          "--type",
          type.getKey(),
          "--bundle",
          file("a.json"),
          file("blob"));
    }
    expect(
        1,
        "verify-blob",
        "--key",
        file("k.pub"),
        "--insecure-ignore-tlog",
        "--bundle",
        file("a.json"),
        file("blob"));
  }

  @Test
  void aWrongPasswordOpensNothing() {
    makeKey();
    environment.put("COSIGN_PASSWORD", "wrong");
    expect(3, "public-key", "--key", file("k.key"));
    environment.put("COSIGN_PASSWORD", PASSWORD);
    expect(0, "public-key", "--key", file("k.key"));
    expect(3, "generate-key-pair", "--output-key-prefix", file("k"));
  }
}
