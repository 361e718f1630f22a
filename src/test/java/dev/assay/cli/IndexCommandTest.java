package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.format.json.Json;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Platform;
import dev.assay.registry.MediaTypes;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCommandTest {
  @TempDir Path work;
  private LocalRegistry server;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    put("a", "one");
    put("b", "two");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void put(String tag, String motd) throws IOException {
    LayerBuilder.Layer base =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file("lib/apk/db/installed", "P:zlib\nV:1.2-r0\nA:x86_64\no:zlib\n\n")
            .build();
    ImageBuilder.Image image =
        new ImageBuilder(Platform.DEFAULT)
            .layer(base, "ADD /")
            .layer(new LayerBuilder().file("etc/motd", motd).build(), "COPY motd")
            .build();
    image.blobs().values().forEach(server.content()::putBlob);
    server.content().putManifest("app", tag, image.manifest(), MediaTypes.OCI_MANIFEST);
  }

  private int assay(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(
        List.of(arguments),
        Console.of(
            new ByteArrayInputStream(new byte[0]),
            out,
            err,
            Map.of("HOME", work.toString(), "ASSAY_STDERR_TTY", "0")));
  }

  private String ran(String... arguments) {
    assertEquals(0, assay(arguments), () -> err.toString(UTF_8));
    return out.toString(UTF_8);
  }

  private String index(String tag, String cache) {
    return ran(
            "index",
            "--cache-dir",
            work.resolve(cache).toString(),
            server.ref("app", tag).toString())
        .lines()
        .filter(line -> line.startsWith("Digest: "))
        .findFirst()
        .orElse("")
        .substring(8);
  }

  private List<Json> layers(String digest) {
    String name = server.host() + "/app@" + digest;
    assertTrue(name.contains("sha256:"), name);
    byte[] manifest =
        new dev.assay.registry.Registry(
                dev.assay.support.TestHttp.client(), dev.assay.registry.CredentialSource.NONE)
            .manifest(dev.assay.model.ImageRef.parse(name))
            .content();
    return Json.parse(manifest, "manifest").at("layers").items();
  }

  @Test
  void theSameImageGivesTheSameArtifactAndSharedLayersTheSameBlob() {
    String first = index("a", "one");
    assertEquals(first, index("a", "one"));
    assertEquals(first, index("a", "another"));
    assertEquals(first, index("a", "memory"));
    String second = index("b", "one");
    assertFalse(first.equals(second));
    assertEquals(2, layers(first).size());
    assertEquals(layers(first).get(0).text("digest"), layers(second).get(0).text("digest"));
    assertFalse(layers(first).get(1).text("digest").equals(layers(second).get(1).text("digest")));
    Json annotations = layers(first).getFirst().at("annotations");
    assertEquals("1", annotations.text("dev.assay.components"));
    assertEquals("full", annotations.text("dev.assay.grade"));
    String tree = ran("discover", server.ref("app", "a").toString());
    assertTrue(tree.contains("application/vnd.assay.inventory.v1"), tree);
    assertTrue(tree.contains(first), tree);
  }

  @Test
  void noTagIsMadeWhereTheRegistryKeepsTheListAndItIsSaidWhereOneIs() {
    index("a", "one");
    assertEquals("", err.toString(UTF_8));
    server.content().keepNoReferrers();
    index("b", "one");
    assertTrue(err.toString(UTF_8).contains("no referrers API"), err.toString(UTF_8));
  }
}
