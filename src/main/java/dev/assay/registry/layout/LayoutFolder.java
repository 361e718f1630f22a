package dev.assay.registry.layout;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The files of a layout. Links are followed as long as they stay inside; what is no regular file
/// does not count. A file is written beside its place and moved there when all of it is written.
final class LayoutFolder {
  /// Says that a folder is a layout; never replaced once it is there, so that it can be locked.
  static final String MARK = "oci-layout";

  static final String INDEX = "index.json";

  private static final byte[] MARK_CONTENT =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(US_ASCII);

  private final Path folder;

  LayoutFolder(Path folder) {
    this.folder = folder;
  }

  /// Whether there is anything at all.
  boolean exists() {
    return Files.exists(folder);
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /// Takes bytes.
  @FunctionalInterface
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  static String path(Digest blob) {
    return "blobs/" + blob.algorithm() + "/" + blob.hex();
  }

  /// A document, all of it.
  ///
  /// @throws InputFailure where it is longer than `most`, or leads out of the folder
  Optional<byte[]> read(String path, int most) {
    Optional<Path> file = file(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new InputFailure(
            "cannot read layout "
                + folder
                + ": `"
                + path
                + "` is longer than the "
                + most
                + " bytes supported");
      }
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /// A regular file that is there, inside.
  ///
  /// @throws InputFailure where it leads out of the folder
  Optional<Path> file(String path) {
    try {
      Path real = folder.resolve(path).toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw outside(path);
      }
      return Files.isRegularFile(real) ? Optional.of(real) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /// Blobs by SHA-256 that are JSON objects by their first byte, and no longer than `most`.
  ///
  /// @throws InputFailure where there are more than `count` files to look at
  List<Digest> documents(int most, int count) {
    String path = "blobs/sha256";
    List<Digest> found = new ArrayList<>();
    int seen = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(path))) {
      for (Path file : files) {
        if (++seen > count) {
          throw new InputFailure(
              "cannot search layout "
                  + folder
                  + ": it has more than the "
                  + count
                  + " blobs supported");
        }
        String name = String.valueOf(file.getFileName());
        if (name.matches("[0-9a-f]{64}") && Files.size(file) <= most && isObject(path, name)) {
          found.add(new Digest("sha256", name));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private boolean isObject(String path, String name) throws IOException {
    Optional<Path> file = file(path + "/" + name);
    if (file.isEmpty()) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      return in.read() == '{';
    }
  }

  private InputFailure outside(String path) {
    return new InputFailure(
        "cannot use layout " + folder + ": `" + path + "` leads out of the folder");
  }

  InputFailure unreadable(String path, IOException e) {
    return failed("read", path, e);
  }

  private InputFailure failed(String what, String path, IOException e) {
    String reason =
        e instanceof FileSystemException file
            ? Optional.ofNullable(file.getReason()).orElse("no permission")
            : String.valueOf(e.getMessage());
    return new InputFailure(
        "cannot " + what + " layout " + folder + ": `" + path + "`: " + reason,
        "check the disk and its permissions");
  }

  /// Makes the folder a layout where it is none yet.
  ///
  /// @throws InputFailure where it is full of other things, or cannot be written
  void prepare() {
    if (file(MARK).isPresent()) {
      return;
    }
    try {
      boolean isOther = Files.exists(folder) && file(INDEX).isEmpty() && !isEmpty();
      // Another process may just have made it one.
      if (isOther && file(MARK).isEmpty()) {
        throw new InputFailure(
            "cannot write layout " + folder + ": the folder has files and no `" + MARK + "`",
            "name an empty folder, or one that is not there yet");
      }
      Files.createDirectories(folder);
      mark();
    } catch (IOException e) {
      throw failed("write", MARK, e);
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.allMatch(entry -> entry.getFileName().toString().startsWith(".assay-"));
    }
  }

  /// Whole at once, and never over another's: whoever comes second takes the first one's.
  private void mark() throws IOException {
    Path mark = folder.resolve(MARK);
    Path unfinished = unfinished(folder);
    try {
      Files.write(unfinished, MARK_CONTENT, StandardOpenOption.CREATE_NEW);
      Files.createLink(mark, unfinished);
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // File systems without hard links.
      if (!Files.exists(mark)) {
        Files.write(mark, MARK_CONTENT, StandardOpenOption.CREATE);
      }
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static Path unfinished(Path parent) {
    return parent.resolve(".assay-" + UUID.randomUUID() + ".part");
  }

  /// Writes a file, or another in its place; nobody ever sees part of it.
  ///
  /// @throws InputFailure where the disk does not take it, or the way leads out of the folder
  /// @throws IOException where the bytes to be written do not arrive
  void write(String path, Writing writing) throws IOException {
    Path file = folder.resolve(path);
    Path parent = Optional.ofNullable(file.getParent()).orElse(folder);
    Path unfinished = unfinished(parent);
    try {
      Files.createDirectories(parent);
      if (!parent.toRealPath().startsWith(folder.toRealPath())) {
        throw outside(path);
      }
      // Made as any other file, so that the umask holds for it.
      try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW)) {
        writing.to(out);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw failed("write", path, e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
