package dev.assay.sign.image;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An OCI layout made of a folder of samples: what a walk over a registry found, each manifest and
/// blob as a file.
final class SampleLayout {
  private static final Pattern TAG =
      Pattern.compile("^tag: (\\S+) -> (sha256:[0-9a-f]{64}) \\((\\S+), (\\d+) B\\)");
  private static final Pattern REFERRER =
      Pattern.compile(
          "^ *referrer of \\w+: (?:\\S+ -> )?(sha256:[0-9a-f]{64}) \\((\\S+), (\\d+) B\\)");

  private SampleLayout() {}

  static Path write(Path sample, Path to) throws IOException {
    Path blobs = Files.createDirectories(to.resolve("blobs/sha256"));
    try (Stream<Path> files = Files.list(sample)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("manifest_") || name.startsWith("blob_")) {
          byte[] content = Files.readAllBytes(file);
          Files.write(blobs.resolve(Digest.sha256(content).hex()), content);
        }
      }
    }
    List<String> walk = Files.readAllLines(sample.resolve("INDEX.txt"));
    byte[] index =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("schemaVersion", 2);
              json.array("manifests", () -> walk.forEach(line -> entry(json, line)));
            }));
    Files.write(to.resolve("index.json"), index);
    Files.writeString(to.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return to;
  }

  private static void entry(JsonOutput json, String line) {
    Matcher tag = TAG.matcher(line);
    Matcher referrer = REFERRER.matcher(line);
    if (tag.find()) {
      json.object(() -> {
        json.put("mediaType", tag.group(3));
        json.put("digest", tag.group(2));
        json.put("size", Long.parseLong(tag.group(4)));
        json.object(
            "annotations", () -> json.put("org.opencontainers.image.ref.name", tag.group(1)));
      });
    } else if (referrer.find()) {
      json.object(() -> {
        json.put("mediaType", referrer.group(2));
        json.put("digest", referrer.group(1));
        json.put("size", Long.parseLong(referrer.group(3)));
      });
    }
  }
}
