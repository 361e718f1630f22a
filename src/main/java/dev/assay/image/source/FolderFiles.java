package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The files of a folder. Symbolic links are followed as long as they stay inside it; what is no
/// regular file (a pipe would wait for ever) does not count.
final class FolderFiles implements ImageFiles {
  private final Path root;
  private final String name;

  /// @param name as the user typed it
  FolderFiles(Path folder, String name) throws IOException {
    this.root = folder.toRealPath();
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<byte[]> document(String path, int limit) throws IOException {
    Optional<Path> file = inside(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new InputFailure(
            "cannot read " + name + ": `" + path + "` is longer than " + limit + " bytes");
      }
      return Optional.of(content);
    } catch (FileSystemException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public Optional<LayerFile> layer(String path) throws IOException {
    Optional<Path> file = inside(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new LayerFile.Stored(Files.size(file.get()), () -> open(path, file.get())));
  }

  private InputStream open(String path, Path file) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (FileSystemException e) {
      throw unreadable(path, e);
    }
  }

  private Optional<Path> inside(String path) throws IOException {
    Path real;
    try {
      Path file = root.resolve(path);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      real = file.toRealPath();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    if (!real.startsWith(root)) {
      throw new InputFailure("cannot read " + name + ": `" + path + "` leads out of the folder");
    }
    return Files.isRegularFile(real) ? Optional.of(real) : Optional.empty();
  }

  private InputFailure unreadable(String path, FileSystemException e) {
    String reason = e.getReason() == null ? "no permission" : e.getReason();
    return new InputFailure("cannot read " + name + ": `" + path + "`: " + reason);
  }

  @Override
  public void close() {}
}
