package dev.assay.registry.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The files of a fetched artifact, below one folder. Names come from whoever attached it: none
/// leads out of the folder, through a link or otherwise, and none is written before its bytes are
/// proven.
public final class FetchedFiles {
  private static final int MAX_NAME = 1_000;

  private final Path folder;

  public FetchedFiles(Path folder) {
    this.folder = folder;
  }

  /// A blob and the file it is to be.
  public record Place(Descriptor blob, Path file) {}

  /// Where the blobs go: those with a title to a file of that name.
  ///
  /// @throws InputFailure where a name is hostile, or two are the same
  public List<Place> places(List<Descriptor> blobs) {
    List<Place> places = new ArrayList<>();
    Set<Path> taken = new HashSet<>();
    for (Descriptor blob : blobs) {
      String title = blob.annotations().getOrDefault(ArtifactFile.TITLE, "");
      if (title.isEmpty()) {
        continue;
      }
      Path file = folder.resolve(relative(title, blob));
      if (!taken.add(file)) {
        throw refused(title, blob, "two blobs have this name");
      }
      places.add(new Place(blob, file));
    }
    return places;
  }

  private static Path relative(String title, Descriptor blob) {
    boolean isPlain =
        title.length() <= MAX_NAME
            && title.chars().noneMatch(c -> c < 0x20 || c == 0x7f || c == '\\' || c == ':');
    if (!isPlain) {
      throw refused(title, blob, "it has characters that no file of an artifact needs");
    }
    if (title.startsWith("/")) {
      throw refused(title, blob, "it is absolute");
    }
    Path path = Path.of(title);
    for (Path part : path) {
      if (part.toString().equals("..")) {
        throw refused(title, blob, "it leads out of the folder");
      }
      if (part.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
        throw refused(title, blob, "a name in it is longer than file systems take");
      }
    }
    Path normal = path.normalize();
    if (normal.toString().isEmpty()) {
      throw refused(title, blob, "it names no file");
    }
    return normal;
  }

  /// What Linux's file systems take, less what an unfinished file adds.
  private static final int MAX_PART_BYTES = 255;

  private static InputFailure refused(String title, Descriptor blob, String problem) {
    return new InputFailure(
        "cannot write blob " + blob.digest() + " as `" + Printable.of(title, 100) + "`: " + problem,
        "where you trust it, name the file yourself with --output FILE");
  }

  /// Writes a blob to its file once all of its bytes are there and have its digest. A file that is
  /// there is replaced.
  ///
  /// @param content exactly as many bytes as the blob has
  /// @throws InputFailure where they are others, or the way there is not all of folders
  /// @throws IOException where they do not arrive, or cannot be written
  public static void write(Place place, Path below, InputStream content) throws IOException {
    Path parent = prepare(place.file(), below);
    // Made as any other file, so that the umask holds for it.
    Path unfinished = parent.resolve(".assay-" + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW)) {
        copy(place.blob(), content, out);
      }
      if (Files.isDirectory(place.file(), LinkOption.NOFOLLOW_LINKS)) {
        throw new InputFailure("cannot write " + place.file() + ": a folder is there");
      }
      Files.move(unfinished, place.file(), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// Makes the folders on the way. A link among them would lead elsewhere.
  private static Path prepare(Path file, Path below) throws IOException {
    Files.createDirectories(below);
    Path parent = Optional.ofNullable(file.getParent()).orElse(below);
    Path current = below;
    for (Path part : below.relativize(parent)) {
      if (part.toString().isEmpty()) {
        continue;
      }
      current = current.resolve(part);
      if (!Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(current);
      } else if (!Files.isDirectory(current, LinkOption.NOFOLLOW_LINKS)) {
        throw new InputFailure("cannot write " + file + ": " + current + " is no folder");
      }
    }
    return current;
  }

  /// Copies a blob and checks it.
  ///
  /// @throws InputFailure where it has another digest
  public static void copy(Descriptor blob, InputStream content, OutputStream out)
      throws IOException {
    MessageDigest hash = blob.digest().hasher();
    byte[] buffer = new byte[64 << 10];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      hash.update(buffer, 0, n);
      out.write(buffer, 0, n);
    }
    Digest actual = Digest.of(hash.digest());
    if (!actual.equals(blob.digest())) {
      throw new InputFailure(
          "cannot trust blob " + blob.digest() + ": its digest is " + actual,
          "the registry or something on the way to it changes what it serves");
    }
  }
}
