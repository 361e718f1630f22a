package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.format.tar.TarReader;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The files of a plain archive that lies in a file: its headers are read once, its contents where
/// they are asked for.
final class ArchiveFiles implements ImageFiles {
  /// No image has so many; each costs memory.
  static final int MAX_ENTRIES = 100_000;

  private static final int HEADER_BYTES = 512;

  /// Contents longer than this are jumped over, not read.
  private static final long JUMP_BYTES = 1 << 20;

  private record Place(long offset, long sizeBytes) {}

  private final Path file;
  private final String name;
  private final Map<String, Place> places = new HashMap<>();
  private final ArchiveLinks links = new ArchiveLinks();

  private ArchiveFiles(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /// Reads the headers of an archive.
  ///
  /// @param name as the user typed it
  /// @throws InputFailure where it is damaged or has too many entries
  static ArchiveFiles open(Path path, String name) throws IOException {
    ArchiveFiles files = new ArchiveFiles(path, name);
    files.index();
    return files;
  }

  private void index() throws IOException {
    long size = Files.size(file);
    long from = 0;
    while (from >= 0) {
      from = indexFrom(from, size);
      if (from > size) {
        throw new InputFailure("the archive ends within an entry");
      }
    }
  }

  /// Reads headers up to the first long content.
  ///
  /// @return where the header after it is, negative at the archive's end
  private long indexFrom(long from, long size) throws IOException {
    try (Range range = new Range(file, from, size - from)) {
      return index(new TarReader(range), from);
    }
  }

  private long index(TarReader tar, long from) throws IOException {
    while (tar.next()) {
      long content = from + tar.offset() + HEADER_BYTES;
      add(tar, content);
      if (tar.sizeBytes() > JUMP_BYTES) {
        return content + (tar.sizeBytes() + HEADER_BYTES - 1) / HEADER_BYTES * HEADER_BYTES;
      }
    }
    return -1;
  }

  private void add(TarReader tar, long content) {
    Optional<String> path = ArchivePath.normal(tar.path());
    if (path.isEmpty()) {
      return;
    }
    switch (tar.kind()) {
      case FILE -> {
        links.forget(path.get());
        places.put(path.get(), new Place(content, tar.sizeBytes()));
        if (places.size() > MAX_ENTRIES) {
          throw new InputFailure("the archive has more than " + MAX_ENTRIES + " files");
        }
      }
      case SYMLINK -> links.add(path.get(), ArchivePath.follow(path.get(), tar.link()));
      case HARD_LINK -> links.add(path.get(), ArchivePath.normal(tar.link()));
      case FOLDER, OTHER -> {}
    }
  }

  private Optional<Place> find(String path) {
    return ArchivePath.normal(path).map(links::resolve).map(places::get);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<byte[]> document(String path, int limit) throws IOException {
    Optional<Place> place = find(path);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    if (place.get().sizeBytes() > limit) {
      throw new InputFailure(
          "cannot read " + name + ": `" + path + "` is longer than " + limit + " bytes");
    }
    try (InputStream in = open(place.get())) {
      return Optional.of(in.readAllBytes());
    }
  }

  @Override
  public Optional<LayerFile> layer(String path) {
    return find(path).map(at -> new LayerFile.Stored(at.sizeBytes(), () -> open(at)));
  }

  private InputStream open(Place place) throws IOException {
    return new Range(file, place.offset(), place.sizeBytes());
  }

  @Override
  public void close() {}

  /// A part of the file, by a handle of its own: several can be read side by side, and a reader
  /// that is interrupted closes nothing but its own.
  private static final class Range extends FilterInputStream {
    private final byte[] one = new byte[1];
    private long left;

    Range(Path file, long from, long length) throws IOException {
      super(new FileInputStream(file.toFile()));
      this.left = length;
      try {
        in.skipNBytes(from);
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int count = in.read(out, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
