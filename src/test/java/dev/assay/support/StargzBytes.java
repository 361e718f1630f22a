package dev.assay.support;

import dev.assay.model.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Writes eStargz and zstd:chunked layers, also such as no tool would write: their table of
/// contents need not be what the archive is.
public final class StargzBytes {
  private static final String STARGZ_DIGEST = "containerd.io/snapshot/stargz/toc.digest";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final List<String> entries = new ArrayList<>();
  private final Form form;
  private int chunkBytes = 4 << 20;
  private boolean isEnded;

  /// How a layer is packed, and where it says that its table is.
  public enum Form {
    STARGZ,
    /// zstd:chunked as Podman writes it.
    PODMAN,
    /// zstd:chunked as containerd's converter writes it.
    CONTAINERD
  }

  /// An eStargz layer.
  public StargzBytes() {
    this(Form.STARGZ);
  }

  /// A layer of that form.
  public StargzBytes(Form form) {
    this.form = form;
  }

  /// Files are cut into chunks of so many bytes.
  public StargzBytes chunks(int bytes) {
    chunkBytes = bytes;
    return this;
  }

  /// A file that is in the archive and in the table.
  public StargzBytes file(String path, byte[] content) {
    return file(path, content, path, content);
  }

  /// A file that is in the archive and in the table.
  public StargzBytes file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /// A file that the table leaves out.
  public StargzBytes hidden(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    pending.writeBytes(new TarBytes().file(path, bytes).open());
    return this;
  }

  /// A file of which the table says something else.
  public StargzBytes file(String path, byte[] content, String listedPath, byte[] listed) {
    if (path.length() > 100) {
      pending.writeBytes(new TarBytes().pax(TarBytes.record("path", path)).open());
    }
    byte[] header =
        TarBytes.header('0', path.getBytes(StandardCharsets.UTF_8), new byte[0], content.length);
    pending.writeBytes(new TarBytes().header(header).open());
    for (int at = 0; at < content.length; at += chunkBytes) {
      flush();
      int length = Math.min(chunkBytes, content.length - at);
      pending.write(content, at, length);
      byte[] chunk =
          Arrays.copyOfRange(
              listed, Math.min(at, listed.length), Math.min(at + length, listed.length));
      entries.add(
          "{\"name\":\"%s\",\"type\":\"%s\",\"size\":%d,\"offset\":%d,\"chunkOffset\":%d,\"chunkSize\":%d,\"chunkDigest\":\"%s\"}"
              .formatted(
                  listedPath,
                  at == 0 ? "reg" : "chunk",
                  listed.length,
                  out.size(),
                  at,
                  chunk.length,
                  Digest.sha256(chunk)));
    }
    if (content.length == 0) {
      entries.add("{\"name\":\"" + listedPath + "\",\"type\":\"reg\"}");
    }
    pending.writeBytes(new byte[-content.length & 511]);
    return this;
  }

  /// A symbolic link.
  public StargzBytes symlink(String path, String target) {
    pending.writeBytes(new TarBytes().symlink(path, target).open());
    entries.add(
        "{\"name\":\"%s\",\"type\":\"symlink\",\"linkName\":\"%s\"}".formatted(path, target));
    return this;
  }

  /// A hard link.
  public StargzBytes hardLink(String path, String target) {
    pending.writeBytes(new TarBytes().hardLink(path, target).open());
    entries.add(
        "{\"name\":\"%s\",\"type\":\"hardlink\",\"linkName\":\"%s\"}".formatted(path, target));
    return this;
  }

  /// An entry of the table that the archive does not have.
  public StargzBytes listed(String json) {
    entries.add(json);
    return this;
  }

  private void flush() {
    if (pending.size() > 0) {
      byte[] bytes = pending.toByteArray();
      out.writeBytes(form == Form.STARGZ ? TarBytes.gzip(bytes) : ZstdBytes.frame(bytes));
      pending.reset();
    }
  }

  /// A finished layer.
  ///
  /// @param toc the digest of its table
  /// @param annotations of its descriptor
  public record Layer(byte[] bytes, Digest toc, Map<String, String> annotations) {}

  /// Ends the layer.
  public Layer finish() {
    return finish(json -> json);
  }

  /// Ends the layer with another table than the one that was made; may be done again with yet
  /// another one.
  public Layer finish(UnaryOperator<String> table) {
    byte[] toc =
        table
            .apply("{\"version\":1,\"entries\":[" + String.join(",\n", entries) + "]}")
            .getBytes(StandardCharsets.UTF_8);
    if (form != Form.STARGZ && !isEnded) {
      pending.writeBytes(new byte[1024]);
    }
    isEnded = true;
    flush();
    var layer = new ByteArrayOutputStream(out.size() + toc.length);
    layer.writeBytes(out.toByteArray());
    return form == Form.STARGZ ? stargz(layer, toc) : zstd(layer, toc);
  }

  private static Layer stargz(ByteArrayOutputStream layer, byte[] toc) {
    long offset = layer.size();
    layer.writeBytes(TarBytes.gzip(new TarBytes().file("stargz.index.json", toc).end()));
    layer.writeBytes(footer(offset));
    Digest digest = Digest.sha256(toc);
    return new Layer(layer.toByteArray(), digest, Map.of(STARGZ_DIGEST, digest.toString()));
  }

  private Layer zstd(ByteArrayOutputStream layer, byte[] toc) {
    byte[] packed = ZstdBytes.frame(toc);
    long offset = layer.size() + 8L;
    layer.writeBytes(ZstdBytes.skipped(packed));
    if (form == Form.PODMAN) {
      layer.writeBytes(ZstdBytes.skipped(ZstdBytes.frame("{\"type\":2}\n{\"type\":1}".getBytes())));
    }
    var footer = new ByteArrayOutputStream();
    for (long number : new long[] {offset, packed.length, toc.length, 1}) {
      footer.writeBytes(ZstdBytes.little(8, number));
    }
    footer.writeBytes(new byte[form == Form.PODMAN ? 24 : 0]);
    String magic = form == Form.PODMAN ? "GNUlInUx" : "GnUlInUx";
    footer.writeBytes(magic.getBytes(StandardCharsets.US_ASCII));
    layer.writeBytes(ZstdBytes.skipped(footer.toByteArray()));
    String dialect = form == Form.PODMAN ? "io.github.containers" : "io.containers";
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(
        dialect + ".zstd-chunked.manifest-position",
        offset + ":" + packed.length + ":" + toc.length + ":1");
    annotations.put(dialect + ".zstd-chunked.manifest-checksum", Digest.sha256(packed).toString());
    if (form == Form.CONTAINERD) {
      annotations.put(STARGZ_DIGEST, Digest.sha256(toc).toString());
    }
    return new Layer(layer.toByteArray(), Digest.sha256(toc), annotations);
  }

  /// The last 51 bytes.
  public static byte[] footer(long tocOffset) {
    var footer = new ByteArrayOutputStream();
    footer.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff, 26, 0});
    footer.writeBytes(new byte[] {'S', 'G', 22, 0});
    footer.writeBytes(String.format("%016xSTARGZ", tocOffset).getBytes(StandardCharsets.US_ASCII));
    footer.writeBytes(new byte[] {1, 0, 0, (byte) 0xff, (byte) 0xff});
    footer.writeBytes(new byte[8]);
    return footer.toByteArray();
  }
}
