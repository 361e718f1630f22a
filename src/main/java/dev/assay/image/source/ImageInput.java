package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// What `--input` names: an OCI layout or what `docker save` writes, as a folder or an archive, the
/// archive plain or compressed with gzip or zstd, in a file or on standard input.
public final class ImageInput {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final String STANDARD_INPUT = "-";

  private ImageInput() {}

  /// Opens the image that is asked for.
  ///
  /// @param where a path, or `-` for standard input
  /// @param standardInput read only for `-`; stays open
  /// @throws InputFailure where there is nothing, no image, or a damaged one
  /// @throws IOException where the bytes do not arrive
  public static OpenedImage open(String where, InputStream standardInput, InputRequest request)
      throws IOException {
    if (where.equals(STANDARD_INPUT)) {
      return stream(standardInput, "standard input", request);
    }
    Path path = path(where);
    try {
      if (Files.isDirectory(path)) {
        return choose(new FolderFiles(path, where), request);
      }
      if (Files.isRegularFile(path)) {
        return file(path, where, request);
      }
      try (InputStream in = Files.newInputStream(path)) {
        return stream(in, where, request);
      }
    } catch (AccessDeniedException e) {
      throw new InputFailure(
          "cannot read " + where + ": permission denied",
          "see that you may read it, or feed it with `--input -`");
    }
  }

  private static Path path(String where) {
    try {
      Path path = Path.of(where);
      if (Files.exists(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Said below: there is no such file either.
    }
    throw new InputFailure(
        "cannot read " + where + ": there is no such file or folder",
        "check the path; an image in a registry is named without --input");
  }

  private static OpenedImage file(Path path, String where, InputRequest request)
      throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      if (ArchiveBytes.of(ArchiveBytes.peek(in)) != ArchiveBytes.TAR) {
        return stream(in, where, request);
      }
    }
    return choose(named(where, () -> ArchiveFiles.open(path, where)), request);
  }

  /// Reads an archive that comes only once, such as the Docker daemon's.
  ///
  /// @param archive plain or compressed; stays open
  /// @param name what messages call it
  static OpenedImage stream(InputStream archive, String name, InputRequest request)
      throws IOException {
    CountedBytes packed = new CountedBytes(new BufferedInputStream(archive, BUFFER_BYTES));
    InputStream in = new BufferedInputStream(packed, ArchiveBytes.HEAD_BYTES);
    ArchiveBytes kind = ArchiveBytes.of(ArchiveBytes.peek(in));
    return choose(
        named(
            name,
            () -> {
              InputStream plain =
                  new BufferedInputStream(
                      new BoundedUnpacking(kind.unpack(in), packed, request.limits()),
                      ArchiveBytes.HEAD_BYTES);
              check(kind.isCompressed() ? ArchiveBytes.of(ArchiveBytes.peek(plain)) : kind);
              return PassingFiles.read(plain, name, request);
            }),
        request);
  }

  private static void check(ArchiveBytes kind) {
    switch (kind) {
      case TAR -> {}
      case EMPTY ->
          throw new InputFailure(
              "it is empty", "feed it an image: `docker save IMAGE | assay image --input -`");
      case XZ_OR_BZIP2 ->
          throw new InputFailure(
              "it is compressed with xz or bzip2", "unpack it, or compress it with gzip or zstd");
      case GZIP, ZSTD -> throw new InputFailure("it is compressed twice");
      case JSON, OTHER ->
          throw new InputFailure(
              "it is no tar archive",
              "an image is what `docker save` writes, or an OCI layout as folder or archive");
    }
  }

  private interface Reading {
    ImageFiles read() throws IOException;
  }

  /// Damage within an archive is told with the archive's name.
  private static ImageFiles named(String name, Reading reading) throws IOException {
    try {
      return reading.read();
    } catch (InputFailure e) {
      InputFailure failure =
          new InputFailure("cannot read " + name + ": " + e.getMessage(), e.hint());
      failure.initCause(e);
      throw failure;
    }
  }

  private static OpenedImage choose(ImageFiles files, InputRequest request) throws IOException {
    try {
      return chosen(files, request);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static OpenedImage chosen(ImageFiles files, InputRequest request) throws IOException {
    boolean isDocker = files.layer(DockerArchive.MANIFEST).isPresent();
    if (files.layer(OciLayout.INDEX).isPresent()) {
      Optional<OpenedImage> image = new OciLayout(files, request).open();
      if (image.isPresent()) {
        return image.get();
      }
      if (!isDocker) {
        throw new InputFailure(
            "cannot read " + files.name() + ": the manifest that `index.json` names is not in it");
      }
    }
    if (!isDocker) {
      throw new InputFailure(
          "cannot read " + files.name() + ": it has neither `index.json` nor `manifest.json`",
          "an image is what `docker save` writes, or an OCI layout as folder or archive");
    }
    return new DockerArchive(files, request).open();
  }
}
