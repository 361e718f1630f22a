package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.model.ImageRef;
import dev.assay.sign.fake.FakeServices;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.sign.tuf.TrustMirror;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom to trust, fetched and then known.
class TrustCommandTest {
  @TempDir Path work;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  private String file(String name) {
    return work.resolve(name).toString();
  }

  private void expect(int code, String... arguments) {
    out.reset();
    err.reset();
    environment.putIfAbsent("HOME", work.toString());
    environment.putIfAbsent("ASSAY_CACHE_DIR", file("cache"));
    Console console = Console.of(InputStream.nullInputStream(), out, err, environment);
    assertEquals(
        code,
        Main.run(List.of(arguments), console),
        () -> String.join(" ", arguments) + "\n" + err);
  }

  private void says(String words) {
    String said = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains(words), said);
  }

  private ImageRef signed(FakeSigstore sigstore, LocalRegistry registry) throws IOException {
    ImageRef image = registry.put("org/app", "1", List.of(new byte[] {1}));
    try (FakeServices services = new FakeServices(sigstore)) {
      environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", services.url() + "/token?x=1");
      environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
      Files.write(work.resolve("config.json"), sigstore.signingConfig(services.url(), 2));
      expect(0, "sign", "--yes", "--signing-config", file("config.json"), image.toString());
    }
    return image;
  }

  private void verify(int code, ImageRef image) {
    expect(
        code,
        "verify",
        "--certificate-identity",
        FakeSigstore.IDENTITY,
        "--certificate-oidc-issuer",
        FakeSigstore.ISSUER,
        image.toString());
  }

  @Test
  void whomToTrustIsFetchedOnceAndThenKnownWithoutAMirror() throws Exception {
    FakeSigstore sigstore = new FakeSigstore();
    byte[] trusted = sigstore.rootJson(FakeSigstore.Windows.open());
    try (LocalRegistry registry = LocalRegistry.start()) {
      ImageRef image = signed(sigstore, registry);
      verify(12, image);
      try (TrustMirror mirror = new TrustMirror(trusted)) {
        Files.write(work.resolve("root.json"), mirror.root());
        expect(0, "trust", "init", "--mirror", mirror.url(), "--root", file("root.json"));
        says("new: trusted_root.json (root 1, snapshot 1, targets 1, timestamp 1)");
        expect(0, "trust", "update");
        says("nothing is new");
        expect(0, "trust", "info");
        says("mirror    " + mirror.url());
        says("targets   version 1, good until ");
      }
      verify(0, image);
      expect(4, "trust", "update");
      verify(0, image);
      // What came with the program again.
      environment.put("ASSAY_CACHE_DIR", file("another"));
      verify(12, image);
      expect(0, "trust", "info");
      says("comes with this version");
    }
  }

  @Test
  void anInstanceIsNotBegunWithWithoutItsRoot() throws Exception {
    try (TrustMirror mirror = new TrustMirror("{}".getBytes(StandardCharsets.US_ASCII))) {
      Files.write(work.resolve("root.json"), mirror.root());
      expect(2, "trust", "init", "--mirror", mirror.url());
      for (String wrong : List.of("file:///etc", "https://user:pw@host/", "nonsense")) {
        expect(2, "trust", "init", "--mirror", wrong, "--root", file("root.json"));
      }
      expect(3, "trust", "init", "--mirror", mirror.url(), "--root", file("none"));
      Files.writeString(work.resolve("no-root.json"), "{\"signed\":{}}");
      expect(3, "trust", "init", "--mirror", mirror.url(), "--root", file("no-root.json"));
      expect(4, "trust", "init", "--mirror", mirror.url(), "--root", file("root.json"));
      says("is no trusted root");
    }
    expect(2, "trust");
    expect(2, "trust", "update", "extra");
  }
}
