package dev.assay.registry.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Digest;
import dev.assay.net.Request;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A file that is to be part of an artifact, as the command line names it: `FILE[:MEDIATYPE]`.
///
/// @param path the file
/// @param mediaType of its blob
public record ArtifactFile(Path path, String mediaType) {
  /// The annotation that names a blob's file.
  public static final String TITLE = "org.opencontainers.image.title";

  /// Reads the argument. A file whose own name has a colon is found first.
  ///
  /// @throws UsageFailure where there is no such file
  public static ArtifactFile parse(String argument) {
    Path whole = Path.of(argument);
    if (Files.isRegularFile(whole)) {
      return new ArtifactFile(whole, MediaTypes.OCI_LAYER);
    }
    int colon = argument.lastIndexOf(':');
    String name = colon > 0 ? argument.substring(0, colon) : argument;
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      throw new UsageFailure(
          "cannot attach `" + name + "`: it is a folder", "attach its files, or an archive of it");
    }
    if (!Files.isRegularFile(file)) {
      throw new UsageFailure(
          "cannot attach `" + name + "`: there is no such file",
          "write FILE or FILE:MEDIATYPE, each as an argument of its own");
    }
    String mediaType = colon > 0 ? argument.substring(colon + 1) : "";
    return new ArtifactFile(file, mediaType.isEmpty() ? MediaTypes.OCI_LAYER : mediaType);
  }

  /// What it is called where it is fetched: the path as given, or the name alone where the path
  /// leads out of the folder that it is fetched into.
  public String title() {
    Path normal = path.normalize();
    boolean leadsOut = normal.isAbsolute() || normal.startsWith("..");
    return (leadsOut ? Optional.ofNullable(path.getFileName()).orElse(path) : normal).toString();
  }

  /// Hashes the file.
  ///
  /// @throws IOException where it cannot be read
  public ArtifactDraft.Part read() throws IOException {
    long size = 0;
    MessageDigest hash = Digest.sha256(new byte[0]).hasher();
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
        size += n;
      }
    }
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put(TITLE, title());
    return new ArtifactDraft.Part(
        new Descriptor(
            mediaType,
            Digest.of(hash.digest()),
            size,
            annotations,
            Optional.empty(),
            List.of(),
            ""),
        Request.Body.of("application/octet-stream", path, size));
  }

  /// Refuses two files that would be one where they are fetched.
  public static void distinct(List<ArtifactFile> files) {
    List<String> titles = files.stream().map(ArtifactFile::title).toList();
    for (String title : titles) {
      if (titles.indexOf(title) != titles.lastIndexOf(title)) {
        throw new InputFailure(
            "cannot attach two files as `" + title + "`", "give them different names");
      }
    }
  }
}
