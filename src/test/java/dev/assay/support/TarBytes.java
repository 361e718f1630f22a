package dev.assay.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Puts archives together block by block, also such as no tool would write.
public final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A regular file.
  public TarBytes file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /// A regular file.
  public TarBytes file(String path, byte[] content) {
    return entry('0', path, "", content);
  }

  /// A folder.
  public TarBytes folder(String path) {
    return entry('5', path + "/", "", new byte[0]);
  }

  /// A symbolic link.
  public TarBytes symlink(String path, String target) {
    return entry('2', path, target, new byte[0]);
  }

  /// A hard link.
  public TarBytes hardLink(String path, String target) {
    return entry('1', path, target, new byte[0]);
  }

  /// An entry of any type; long names get a PAX header.
  public TarBytes entry(char type, String path, String link, byte[] content) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] target = link.getBytes(StandardCharsets.UTF_8);
    if (name.length > 100 || target.length > 100) {
      String records = (name.length > 100 ? record("path", path) : "");
      records += target.length > 100 ? record("linkpath", link) : "";
      pax(records);
    }
    return header(header(type, name, target, content.length)).content(content);
  }

  /// A PAX header with these records.
  public TarBytes pax(String records) {
    byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
    byte[] none = new byte[0];
    return header(header('x', "pax".getBytes(StandardCharsets.UTF_8), none, bytes.length))
        .content(bytes);
  }

  /// `LENGTH KEY=VALUE\n`.
  public static String record(String key, String value) {
    int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    return length + " " + key + "=" + value + "\n";
  }

  /// A header block without its checksum.
  public static byte[] header(char type, byte[] name, byte[] link, long size) {
    byte[] block = new byte[512];
    put(block, 0, Arrays.copyOf(name, Math.min(name.length, 100)));
    put(block, 100, "0000644\0".getBytes(StandardCharsets.US_ASCII));
    put(block, 124, String.format("%011o\0", size).getBytes(StandardCharsets.US_ASCII));
    block[156] = (byte) type;
    put(block, 157, Arrays.copyOf(link, Math.min(link.length, 100)));
    put(block, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    return block;
  }

  /// Writes a header block with its checksum.
  public TarBytes header(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(block);
    return this;
  }

  /// Writes content and its padding.
  public TarBytes content(byte[] content) {
    out.writeBytes(content);
    out.writeBytes(new byte[-content.length & 511]);
    return this;
  }

  private static void put(byte[] block, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /// The archive without its end.
  public byte[] open() {
    return out.toByteArray();
  }

  /// The archive.
  public byte[] end() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  /// The archive, packed.
  public byte[] gzip() {
    return gzip(end());
  }

  /// Packs bytes.
  public static byte[] gzip(byte[] content) {
    return gzip(content, Deflater.DEFAULT_COMPRESSION);
  }

  /// Packs bytes as hard as the level says, from 0 to 9.
  public static byte[] gzip(byte[] content, int level) {
    var packed = new ByteArrayOutputStream();
    try (var gzip =
        new GZIPOutputStream(packed) {
          {
            def.setLevel(level);
          }
        }) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
