package dev.assay.image.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a tar archive whose bytes depend on names, modes, owners and content alone: time fixed.
///
/// Blocks of 512 bytes: a header, the content padded with zeros; two blocks of zeros at the end. A
/// name of more than 100 bytes stands in a PAX header before its entry.
///
/// Source: POSIX.1-2017 pax, "ustar Interchange Format" and "pax Extended Header"
public final class TarWriter {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final long LARGEST_OCTAL = 0_77777777777L;

  private final OutputStream out;
  private final long timeSeconds;

  /// @param timeSeconds of every entry, since 1970
  public TarWriter(OutputStream out, long timeSeconds) {
    this.out = out;
    this.timeSeconds = timeSeconds;
  }

  /// A folder; the name needs no slash at its end.
  public void folder(String name, int mode) throws IOException {
    folder(name, mode, 0);
  }

  /// A folder that is not the administrator's.
  ///
  /// @param owner number of the user, and of the group of the same number
  public void folder(String name, int mode, int owner) throws IOException {
    String slashed = name.endsWith("/") ? name : name + "/";
    extended(slashed, 0, "");
    block(slashed, '5', mode, 0, "", owner);
  }

  /// A symbolic link.
  public void symlink(String name, String target) throws IOException {
    header(name, '2', 0777, 0, target);
  }

  /// A hard link to an entry before it.
  public void hardlink(String name, String target) throws IOException {
    header(name, '1', 0644, 0, target);
  }

  /// A regular file.
  ///
  /// @param size how many bytes `content` has
  /// @throws IOException where it has another number of bytes, or they cannot be moved
  public void file(String name, int mode, long size, InputStream content) throws IOException {
    header(name, '0', mode, size, "");
    long copied = content.transferTo(out);
    if (copied != size) {
      throw new IOException(name + " changed while it was read");
    }
    pad(size);
  }

  /// Ends the archive; the stream stays open.
  public void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  private void header(String name, char type, int mode, long size, String link) throws IOException {
    extended(name, size, link);
    block(name, type, mode, size, link, 0);
  }

  /// What the block itself has no room for.
  private void extended(String name, long size, String link) throws IOException {
    byte[] pax = pax(name, link, size);
    if (pax.length > 0) {
      block("PaxHeader/entry", 'x', 0644, pax.length, "", 0);
      out.write(pax);
      pad(pax.length);
    }
  }

  private static byte[] pax(String name, String link, long size) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    if (!fits(name)) {
      record(records, "path", name);
    }
    if (!fits(link)) {
      record(records, "linkpath", link);
    }
    if (size > LARGEST_OCTAL) {
      record(records, "size", Long.toString(size));
    }
    return records.toByteArray();
  }

  private static boolean fits(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= NAME_BYTES && bytes.length == text.length();
  }

  /// `LENGTH KEY=VALUE\n`, where LENGTH counts its own digits too.
  private static void record(ByteArrayOutputStream records, String key, String value) {
    byte[] body = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    int length = body.length + 1;
    while (Integer.toString(length).length() + body.length != length) {
      length++;
    }
    records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    records.writeBytes(body);
  }

  private void block(String name, char type, int mode, long size, String link, int owner)
      throws IOException {
    byte[] header = new byte[BLOCK];
    text(header, 0, NAME_BYTES, name);
    octal(header, 100, 8, mode);
    octal(header, 108, 8, owner);
    octal(header, 116, 8, owner);
    octal(header, 124, 12, Math.min(size, LARGEST_OCTAL));
    octal(header, 136, 12, timeSeconds);
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = (byte) type;
    text(header, 157, NAME_BYTES, link);
    text(header, 257, 8, "ustar\000" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    octal(header, 148, 7, sum);
    header[155] = ' ';
    out.write(header);
  }

  private static void text(byte[] header, int offset, int width, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, Math.min(bytes.length, width));
  }

  private static void octal(byte[] header, int offset, int width, long value) {
    String digits = Long.toOctalString(value);
    Arrays.fill(header, offset, offset + width - 1, (byte) '0');
    text(header, offset + width - 1 - digits.length(), digits.length(), digits);
    header[offset + width - 1] = 0;
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }
}
