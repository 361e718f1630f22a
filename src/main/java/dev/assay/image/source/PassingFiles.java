package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.format.tar.TarReader;
import dev.assay.image.Weight;
import dev.assay.image.limit.Limit;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files of an archive that comes only once. What looks like a small JSON document is kept;
/// everything that may be a layer is analysed while it passes.
final class PassingFiles implements ImageFiles {
  /// A configuration is the longest document that counts.
  private static final int DOCUMENT_BYTES = 8 << 20;

  private static final long ALL_DOCUMENTS_BYTES = 32L << 20;

  /// Runtimes refuse images of more than some hundred; an archive may hold several.
  private static final int MAX_LAYERS = 2_000;

  private static final int TAR_BLOCK = 512;
  private static final Pattern BLOB = Pattern.compile("blobs/(sha256|sha512)/([0-9a-f]+)");

  private final String name;
  private final InputRequest request;
  private final Map<String, byte[]> documents = new HashMap<>();
  private final Map<String, LayerFile> layers = new HashMap<>();
  private final ArchiveLinks links = new ArchiveLinks();
  private long documentBytes;
  private long inventoryBytes;
  private int analysed;

  private PassingFiles(String name, InputRequest request) {
    this.name = name;
    this.request = request;
  }

  /// Reads an archive to its end.
  ///
  /// @param archive plain tar; stays open
  /// @param name as the user typed it
  /// @throws InputFailure where the archive is damaged or over a limit
  static PassingFiles read(InputStream archive, String name, InputRequest request)
      throws IOException {
    PassingFiles files = new PassingFiles(name, request);
    CountedBytes counted = new CountedBytes(archive);
    TarReader tar = new TarReader(counted);
    while (tar.next()) {
      files.add(tar);
      request.progress().step("reading " + name, counted.count(), 0);
    }
    tar.drain();
    return files;
  }

  private void add(TarReader tar) throws IOException {
    Optional<String> path = ArchivePath.normal(tar.path());
    if (path.isEmpty()) {
      return;
    }
    switch (tar.kind()) {
      case FILE -> addFile(path.get(), tar);
      case SYMLINK -> links.add(path.get(), ArchivePath.follow(path.get(), tar.link()));
      case HARD_LINK -> links.add(path.get(), ArchivePath.normal(tar.link()));
      case FOLDER, OTHER -> {}
    }
  }

  private void addFile(String path, TarReader tar) throws IOException {
    links.forget(path);
    documents.remove(path);
    layers.remove(path);
    if (documents.size() + layers.size() >= ArchiveFiles.MAX_ENTRIES) {
      throw new InputFailure("the archive has more than " + ArchiveFiles.MAX_ENTRIES + " files");
    }
    InputStream content = new BufferedInputStream(tar.content(), TAR_BLOCK);
    ArchiveBytes kind = ArchiveBytes.of(ArchiveBytes.peek(content));
    if (kind == ArchiveBytes.JSON && tar.sizeBytes() <= DOCUMENT_BYTES) {
      keep(path, tar.sizeBytes(), content);
    } else {
      layers.put(path, pass(path, tar.sizeBytes(), kind, content));
    }
  }

  private void keep(String path, long size, InputStream content) throws IOException {
    documentBytes += size;
    if (documentBytes > ALL_DOCUMENTS_BYTES) {
      layers.put(path, damaged(size, "the archive has too many documents to keep them all"));
    } else {
      documents.put(path, content.readAllBytes());
    }
  }

  private LayerFile pass(String path, long size, ArchiveBytes kind, InputStream content)
      throws IOException {
    boolean isLayer = kind.isCompressed() || (kind == ArchiveBytes.TAR && size % TAR_BLOCK == 0);
    if (!isLayer) {
      return damaged(size, "it is neither a tar archive nor compressed with gzip or zstd");
    }
    if (++analysed > MAX_LAYERS) {
      return damaged(size, "the archive has more than " + MAX_LAYERS + " layers");
    }
    LayerFile file = analyse(path, size, content);
    if (file instanceof LayerFile.Passed(LayerInventory inventory)) {
      inventoryBytes += Weight.of(inventory);
      checkInventories();
    }
    return file;
  }

  private LayerFile analyse(String path, long size, InputStream content) throws IOException {
    try (OncePassing once = new OncePassing(content)) {
      return new LayerFile.Passed(
          request.layers().read(once, digest(path), "layer " + path, inventoryBytes));
    } catch (InputFailure e) {
      // It matters only if the image needs this file.
      return new LayerFile.Damaged(size, e);
    }
  }

  private void checkInventories() {
    long limit = request.limits().of(Limit.IMAGE_INVENTORY);
    if (inventoryBytes > limit) {
      throw new InputFailure(
          "what its layers contain needs more than "
              + limit
              + " bytes of memory (limit "
              + Limit.IMAGE_INVENTORY.word()
              + ")",
          Limit.IMAGE_INVENTORY.hint());
    }
  }

  private LayerFile damaged(long size, String problem) {
    return new LayerFile.Damaged(size, new InputFailure("cannot read layer: " + problem));
  }

  /// What the bytes of a layout's blob must hash to: its name says so.
  private static Optional<Digest> digest(String path) {
    var match = BLOB.matcher(path);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Digest(match.group(1), match.group(2)));
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<byte[]> document(String path, int limit) {
    Optional<String> resolved = ArchivePath.normal(path).map(links::resolve);
    Optional<byte[]> content = resolved.map(documents::get);
    if (content.isEmpty() && resolved.map(layers::containsKey).orElse(false)) {
      throw new InputFailure(
          "cannot read "
              + name
              + ": `"
              + path
              + "` is no JSON document of at most "
              + DOCUMENT_BYTES
              + " bytes");
    }
    if (content.isPresent() && content.get().length > limit) {
      throw new InputFailure(
          "cannot read " + name + ": `" + path + "` is longer than " + limit + " bytes");
    }
    return content;
  }

  @Override
  public Optional<LayerFile> layer(String path) {
    Optional<String> resolved = ArchivePath.normal(path).map(links::resolve);
    Optional<LayerFile> layer = resolved.map(layers::get);
    return layer.isPresent() ? layer : resolved.map(documents::get).map(PassingFiles::stored);
  }

  private static LayerFile stored(byte[] content) {
    return new LayerFile.Stored(content.length, () -> new ByteArrayInputStream(content));
  }

  @Override
  public void close() {}

  /// One file's bytes. Layers are fetched by a thread of their own: when the layer is done, that
  /// thread must not read on in the archive.
  private static final class OncePassing extends InputStream {
    private final InputStream in;
    private final byte[] one = new byte[1];
    private boolean closed;

    OncePassing(InputStream in) {
      this.in = in;
    }

    @Override
    public synchronized int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] out, int offset, int length) throws IOException {
      return closed ? -1 : in.read(out, offset, length);
    }

    @Override
    public synchronized void close() {
      closed = true;
    }
  }
}
