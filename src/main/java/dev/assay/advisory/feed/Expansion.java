package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import dev.assay.format.bzip2.Bunzip2;
import dev.assay.format.zstd.Unzstd;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// Opens an archive or a packed file by its first bytes, within limits for all that comes out.
final class Expansion {
  /// More than any source publishes today, unpacked.
  static final long MAX_BYTES = 16L << 30;

  static final int MAX_FILES = 4_000_000;

  /// XML and JSON shrink to a fiftieth at best; a bomb shrinks to a thousandth.
  static final int MAX_RATIO = 300;

  private static final long FREE_BYTES = 64L << 20;
  private static final int XZ_MEMORY_KIB = 192 * 1024;
  private static final int TAR_BLOCK = 512;

  private final long maxFileBytes;
  private final FeedInput.Reader reader;
  private long expandedBytes;
  private long storedBytes;
  private int files;

  Expansion(long maxFileBytes, FeedInput.Reader reader) {
    this.maxFileBytes = maxFileBytes;
    this.reader = reader;
  }

  /// Reads a stored file: gives what is in it to the reader, or itself where it is no archive.
  void file(String name, InputStream stored) throws IOException {
    CountedStream counted = new CountedStream(stored, bytes -> storedBytes += bytes);
    BufferedInputStream in = new BufferedInputStream(counted, 1 << 16);
    byte[] magic = peek(in, 6);
    if (startsWith(magic, 'P', 'K', 3, 4) || startsWith(magic, 'P', 'K', 5, 6)) {
      ZipEntries.forEach(in, this::entry);
    } else if (startsWith(magic, 0x1f, 0x8b)) {
      unpacked(withoutSuffix(name), new GZIPInputStream(in, 1 << 16));
    } else if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      unpacked(withoutSuffix(name), XzText.open(in, XZ_MEMORY_KIB));
    } else if (startsWith(magic, 'B', 'Z', 'h')) {
      unpacked(withoutSuffix(name), new Bunzip2(in));
    } else if (Unzstd.isMagic(magic)) {
      unpacked(withoutSuffix(name), new Unzstd(in));
    } else {
      unpacked(name, in);
    }
    // What stands behind an archive belongs to the file's digest.
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void unpacked(String name, InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    byte[] head = peek(in, TAR_BLOCK);
    if (head.length == TAR_BLOCK
        && startsWith(Arrays.copyOfRange(head, 257, 262), 'u', 's', 't', 'a', 'r')) {
      TarEntries.forEach(in, this::entry);
    } else {
      entry(name, in);
    }
  }

  private void entry(String name, InputStream content) throws IOException {
    if (++files > MAX_FILES) {
      throw new InputFailure("more than " + MAX_FILES + " files in it");
    }
    long[] inFile = {0};
    CountedStream counted =
        new CountedStream(
            content,
            bytes -> {
              inFile[0] += bytes;
              expandedBytes += bytes;
              if (inFile[0] > maxFileBytes) {
                throw new InputFailure(name + " has more than " + maxFileBytes + " bytes");
              }
              checkTotal();
            });
    reader.read(name, counted);
    checkTotal();
  }

  /// Also asked behind each file: a reader that takes an over-long file for a gap goes on.
  private void checkTotal() {
    if (expandedBytes > MAX_BYTES
        || (expandedBytes > FREE_BYTES && expandedBytes / MAX_RATIO > storedBytes)) {
      throw new InputFailure(
          "it unpacks to more than " + expandedBytes + " bytes from " + storedBytes);
    }
  }

  private static byte[] peek(BufferedInputStream in, int count) throws IOException {
    in.mark(count);
    byte[] head = in.readNBytes(count);
    in.reset();
    return head;
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String withoutSuffix(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
