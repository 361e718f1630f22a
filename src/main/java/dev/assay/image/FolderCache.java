package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// A cache in a folder, a file for each layer and image: `layer-DIGEST-RULES`,
/// `image-DIGEST-RULES`. Files are written under another name and renamed, so that a reader sees a
/// whole one or none and no process waits for another. The layout of a file is in this package's
/// description. A folder that cannot be written costs a warning, not the scan.
public final class FolderCache implements AnalysisCache {
  private static final byte[] MAGIC = {'A', 'S', 'A', 'Y', 'I', 'N', 'V', 2};
  private static final int HASH_BYTES = 32;
  private static final long PROCESS = ProcessHandle.current().pid();
  private static final AtomicLong COUNTER = new AtomicLong(System.nanoTime());

  /// No honest entry is larger, packed or unpacked.
  private static final int MAX_BYTES = 256 << 20;

  private static final Pattern OURS =
      Pattern.compile("(layer|image)-[0-9a-f]{64,}-[0-9a-f]{16}|new-\\d+--?\\d+");

  private final Path folder;
  private final Progress progress;
  private final AtomicBoolean warned = new AtomicBoolean();

  private interface Writing {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T read(DataInputStream in) throws IOException;
  }

  /// @param cacheDir the program's cache folder; this cache's is `analysis/` in it
  /// @param progress told where the folder cannot be written
  public FolderCache(Path cacheDir, Progress progress) {
    this.folder = cacheDir.resolve("analysis");
    this.progress = progress;
  }

  @Override
  public Optional<LayerInventory> layer(Digest layer, Digest rules) {
    return read(file("layer", layer, rules), InventoryCodec::readLayer)
        .filter(found -> found.digest().equals(layer));
  }

  @Override
  public void keep(LayerInventory layer, Digest rules) {
    write(file("layer", layer.digest(), rules), out -> InventoryCodec.writeLayer(layer, out));
  }

  @Override
  public Optional<KnownImage> image(Digest manifest, Digest rules) {
    return read(file("image", manifest, rules), InventoryCodec::readImage)
        .filter(found -> found.facts().manifestDigest().equals(manifest));
  }

  @Override
  public void keep(KnownImage image, Digest rules) {
    Digest manifest = image.facts().manifestDigest();
    write(file("image", manifest, rules), out -> InventoryCodec.writeImage(image, out));
  }

  private Path file(String kind, Digest digest, Digest rules) {
    return folder.resolve(kind + "-" + digest.hex() + "-" + rules.hex().substring(0, 16));
  }

  private <T> Optional<T> read(Path file, Reading<T> reading) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("too large");
      }
      byte[] content = unpack(Files.readAllBytes(file));
      try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
        return Optional.of(reading.read(in));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      progress.debug("cache entry " + file.getFileName() + " is damaged, reading the layer again");
      remove(file);
      return Optional.empty();
    }
  }

  private static MessageDigest hasher() {
    return Digest.sha256(new byte[0]).hasher();
  }

  private static byte[] unpack(byte[] file) throws IOException {
    int head = MAGIC.length + HASH_BYTES;
    if (file.length < head || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("another format");
    }
    MessageDigest hasher = hasher();
    hasher.update(file, head, file.length - head);
    if (!Arrays.equals(hasher.digest(), Arrays.copyOfRange(file, MAGIC.length, head))) {
      throw new IOException("another checksum");
    }
    InputStream packed = new ByteArrayInputStream(file, head, file.length - head);
    try (var in = new InflaterInputStream(packed)) {
      byte[] content = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw new IOException("too large");
      }
      return content;
    }
  }

  private void write(Path file, Writing writing) {
    try {
      var packed = new ByteArrayOutputStream();
      try (var out = new DataOutputStream(new DeflaterOutputStream(packed))) {
        writing.write(out);
      }
      byte[] content = packed.toByteArray();
      Files.createDirectories(folder);
      Path temporary = folder.resolve("new-" + PROCESS + "-" + COUNTER.incrementAndGet());
      try {
        try (var out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
          out.write(MAGIC);
          out.write(hasher().digest(content));
          out.write(content);
        }
        rename(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      if (warned.compareAndSet(false, true)) {
        progress.warn("cannot write the analysis cache in " + folder + ": " + e.getMessage());
      }
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return; // it will be found damaged again
    }
  }

  @Override
  public void clean() throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new InputFailure(
          "cannot empty " + folder + ": it is a link",
          "remove the link, and what it leads to by hand where you want it gone");
    }
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(FolderCache::isOurs).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isOurs(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && OURS.matcher(file.getFileName().toString()).matches();
  }
}
