package dev.assay.image.index;

import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.support.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One real layer in all forms that have an index, and as it is.
public final class SampleForms {
  private SampleForms() {}

  /// @param bytes as stored
  /// @param annotations of the layer's descriptor
  /// @param ztoc beside the layer, or nothing
  public record Form(String name, byte[] bytes, Map<String, String> annotations, byte[] ztoc) {
    /// Its index, read from memory.
    public LayerIndex index(Ranges ranges) throws IOException {
      if (ztoc.length > 0) {
        return SociIndex.of(ztoc, Digest.sha256(ztoc), bytes.length);
      }
      var chunked = ZstdChunkedClaim.of(annotations);
      return chunked.isPresent()
          ? TocIndex.zstdChunked(ranges, chunked.get())
          : TocIndex.stargz(
              ranges, Digest.parse(annotations.getOrDefault(TocIndex.STARGZ_DIGEST, "")));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The layer without any index.
  public static byte[] plain() throws IOException {
    return Files.readAllBytes(TestData.require("layers/alpine.tar.gz"));
  }

  public static List<Form> all() throws IOException {
    Path folder = TestData.require("layers");
    Json sheet;
    try (InputStream in = Files.newInputStream(folder.resolve("layers.json"))) {
      sheet = Json.parse(in.readAllBytes(), "layers.json");
    }
    var forms = new ArrayList<Form>();
    for (Json layer : sheet.at("layers").items()) {
      Map<String, String> annotations = new TreeMap<>();
      layer
          .at("annotations")
          .members()
          .forEach((name, value) -> annotations.put(name, value.text()));
      String file = layer.text("file");
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      if (!annotations.isEmpty()) {
        forms.add(new Form(file, bytes, annotations, new byte[0]));
        continue;
      }
      for (Json ztoc : sheet.at("ztocs").items()) {
        byte[] index = Files.readAllBytes(folder.resolve(ztoc.text("file")));
        forms.add(new Form(ztoc.text("file"), bytes, annotations, index));
      }
    }
    return forms;
  }
}
