package dev.assay.image.write;

import dev.assay.model.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Collects the entries of a layer and writes them sorted by path, the folders above them first.
public final class LayerBuilder {
  private static final long EPOCH = 0;

  private sealed interface Entry {
    record Folder(int mode, int owner) implements Entry {}

    record Link(String target) implements Entry {}

    record Bytes(int mode, byte[] content) implements Entry {}

    record FromDisk(int mode, Path file) implements Entry {}
  }

  private final Map<String, Entry> entries = new TreeMap<>();

  /// A finished layer.
  ///
  /// @param content gzip bytes
  /// @param diffId of the tar archive inside
  public record Layer(byte[] content, Digest diffId) {
    /// Of the gzip bytes.
    public Digest digest() {
      return Digest.sha256(content);
    }
  }

  /// Adds a file with mode 644.
  ///
  /// @param path without a leading slash
  public LayerBuilder file(String path, String content) {
    return file(path, 0644, content.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds a file.
  public LayerBuilder file(String path, int mode, byte[] content) {
    above(path);
    entries.put(path, new Entry.Bytes(mode, content.clone()));
    return this;
  }

  /// Adds a file whose content is read when the layer is written.
  public LayerBuilder file(String path, int mode, Path content) {
    above(path);
    entries.put(path, new Entry.FromDisk(mode, content));
    return this;
  }

  /// Adds a folder, or says more about one that is there because of what lies in it.
  ///
  /// @param mode with the set-id and sticky bits, such as octal 1777
  /// @param owner number of the user, and of the group of the same number
  public LayerBuilder folder(String path, int mode, int owner) {
    above(path);
    entries.put(path, new Entry.Folder(mode, owner));
    return this;
  }

  /// Adds a symbolic link.
  public LayerBuilder symlink(String path, String target) {
    above(path);
    entries.put(path, new Entry.Link(target));
    return this;
  }

  /// Adds everything below a folder of this machine. Links are kept as links; executable files get
  /// mode 755, others 644.
  ///
  /// @throws IOException where the folder cannot be listed
  public LayerBuilder tree(String path, Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) walk.sorted()::iterator) {
        String name = path + "/" + folder.relativize(file).toString().replace('\\', '/');
        if (Files.isSymbolicLink(file)) {
          symlink(name, Files.readSymbolicLink(file).toString());
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          file(name, Files.isExecutable(file) ? 0755 : 0644, file);
        }
      }
    }
    return this;
  }

  private void above(String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      entries.putIfAbsent(path.substring(0, slash), new Entry.Folder(0755, 0));
    }
  }

  /// Writes the layer.
  ///
  /// @throws IOException where a file cannot be read
  public Layer build() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    Digest diffId;
    try (DigestOutputStream tar =
        new DigestOutputStream(new BestGzip(gzip), Digest.sha256(new byte[0]).hasher())) {
      writeTar(tar);
      diffId = Digest.of(tar.getMessageDigest().digest());
    }
    return new Layer(gzip.toByteArray(), diffId);
  }

  /// Writes the entries as a tar archive, which is what a release archive is too.
  ///
  /// @param out stays open
  /// @throws IOException where a file cannot be read or bytes cannot be written
  public void writeTar(OutputStream out) throws IOException {
    TarWriter tar = new TarWriter(out, EPOCH);
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      write(tar, entry.getKey(), entry.getValue());
    }
    tar.finish();
  }

  private static void write(TarWriter tar, String path, Entry entry) throws IOException {
    switch (entry) {
      case Entry.Folder folder -> tar.folder(path, folder.mode(), folder.owner());
      case Entry.Link link -> tar.symlink(path, link.target());
      case Entry.Bytes bytes ->
          tar.file(
              path,
              bytes.mode(),
              bytes.content().length,
              new ByteArrayInputStream(bytes.content()));
      case Entry.FromDisk disk -> {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(disk.file()))) {
          tar.file(path, disk.mode(), Files.size(disk.file()), content);
        }
      }
    }
  }

  /// A gzip stream without name or time, at the best compression.
  public static final class BestGzip extends GZIPOutputStream {
    /// @param out closed with this
    public BestGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
