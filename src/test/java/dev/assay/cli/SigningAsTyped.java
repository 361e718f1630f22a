package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.Main;
import dev.assay.model.ImageRef;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What tests of signing have in common: a registry with an image, and commands as people type
/// them, of whose output nothing may be secret.
abstract class SigningAsTyped {
  static final String PASSWORD = "a-password-nobody-may-see";

  @TempDir Path work;
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final StringBuilder everything = new StringBuilder();
  final Map<String, String> environment = new HashMap<>();
  final FakeSigstore sigstore = new FakeSigstore();
  LocalRegistry registry;
  ImageRef image;

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start();
    image = registry.put("org/app", "1.0", List.of(new byte[] {1, 2, 3}));
    environment.put("HOME", work.toString());
    environment.put("COSIGN_PASSWORD", PASSWORD);
  }

  @AfterEach
  void nothingSecretWasSaid() throws IOException {
    registry.close();
    assertFalse(everything.toString().contains(PASSWORD));
    assertFalse(everything.toString().contains("c2VjcmV0LXNpZ25hdHVyZQ"));
  }

  int run(String... arguments) {
    out.reset();
    err.reset();
    Console console = Console.of(InputStream.nullInputStream(), out, err, environment);
    int code = Main.run(List.of(arguments), console);
    everything.append(out.toString(StandardCharsets.UTF_8)).append(err);
    return code;
  }

  void expect(int code, String... arguments) {
    assertEquals(code, run(arguments), () -> String.join(" ", arguments) + "\n" + err);
  }

  String file(String name) {
    return work.resolve(name).toString();
  }

  void makeKey() {
    expect(0, "generate-key-pair", "--output-key-prefix", file("k"));
  }

  void sign(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("sign", "--key", file("k.key"), "--tlog-upload=false", image.toString()));
    words.addAll(List.of(more));
    expect(0, words.toArray(String[]::new));
  }

  String[] verify() {
    return new String[] {
      "verify",
      "--timeout",
      "30s",
      "--key",
      file("k.pub"),
      "--insecure-ignore-tlog",
      image.toString()
    };
  }
}
