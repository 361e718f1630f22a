package dev.assay.image.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuilderTest {
  private static final String LONG = "opt/" + "deep/".repeat(60) + "file-with-ü.txt";

  private static ImageBuilder.Image sample() throws IOException {
    LayerBuilder.Layer layer =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\n")
            .file(LONG, 0755, "long".getBytes(StandardCharsets.UTF_8))
            .symlink("usr/bin/tool", "../../opt/tool")
            .build();
    return new ImageBuilder(Platform.DEFAULT)
        .layer(layer, "COPY sample")
        .label("k", "v")
        .entrypoint(List.of("/opt/tool"))
        .user("65532")
        .build();
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    assertArrayEquals(sample().manifest(), sample().manifest());
    assertEquals(List.copyOf(sample().blobs().keySet()), List.copyOf(sample().blobs().keySet()));
  }

  @Test
  void anotherReaderFindsEveryEntry() throws IOException {
    byte[] layer = List.copyOf(sample().blobs().values()).get(1);
    List<String> seen = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isDirectory()) {
          seen.add(entry.getName() + entry.getLinkName() + tar.readAllBytes().length);
        }
      }
    }
    assertEquals(List.of("etc/os-release10", LONG + "4", "usr/bin/tool../../opt/tool0"), seen);
  }

  @Test
  void theConfigurationNamesWhatIsInside() throws IOException {
    ImageBuilder.Image image = sample();
    Json manifest = Json.parse(image.manifest(), "manifest");
    byte[] config = image.blobs().get(Digest.parse(manifest.at("config").text("digest")));
    assertTrue(config != null);
    Json parsed = Json.parse(config == null ? new byte[0] : config, "config");
    byte[] tar =
        new GZIPInputStream(new ByteArrayInputStream(List.copyOf(image.blobs().values()).get(1)))
            .readAllBytes();
    assertEquals(List.of(Digest.sha256(tar).toString()), parsed.at("rootfs").texts("diff_ids"));
  }

  @Test
  void skopeoCopiesTheLayout(@TempDir Path folder) throws IOException, InterruptedException {
    Path skopeo = Tools.require("skopeo");
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    ImageBuilder.writeTar(sample(), "latest", tar);
    Path archive = Files.write(folder.resolve("image.tar"), tar.toByteArray());
    ImageBuilder.writeFolder(sample(), "latest", folder.resolve("layout"));
    for (String source :
        List.of("oci:" + folder.resolve("layout") + ":latest", "oci-archive:" + archive)) {
      Process process =
          new ProcessBuilder(
                  skopeo.toString(),
                  "--insecure-policy",
                  "copy",
                  source,
                  "docker-archive:" + folder.resolve(source.length() + ".tar"))
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      assertEquals(0, process.exitValue(), said);
    }
  }
}
