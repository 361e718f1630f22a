package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.version.PlainVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads what `Packer` wrote, and never beyond it.
final class Unpacker {
  /// The bytes are not what a `Packer` writes.
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  /// Room for more is made when it turns out that they are there.
  static final int MAX_AHEAD = 1_024;

  private final byte[] bytes;
  private final int end;
  private int at;

  Unpacker(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  Unpacker(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// A view of the same, from here on.
  Unpacker copy() {
    return new Unpacker(bytes, at, end);
  }

  boolean isAtEnd() {
    return at == end;
  }

  int position() {
    return at;
  }

  /// How many bytes are left.
  int left() {
    return end - at;
  }

  /// Four bytes, little-endian.
  int fixed() throws Damaged {
    if (left() < 4) {
      throw new Damaged("a number is cut off");
    }
    at += 4;
    return (bytes[at - 4] & 0xff)
        | (bytes[at - 3] & 0xff) << 8
        | (bytes[at - 2] & 0xff) << 16
        | (bytes[at - 1] & 0xff) << 24;
  }

  long number() throws Damaged {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (at == end) {
        throw new Damaged("a number is cut off");
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Damaged("a number is too long");
  }

  /// A length or count of things that take a byte each at least.
  int count() throws Damaged {
    long count = number();
    if (count > end - at) {
      throw new Damaged("a length of " + count + " goes beyond the end");
    }
    return (int) count;
  }

  String text() throws Damaged {
    int length = count();
    at += length;
    return new String(bytes, at - length, length, UTF_8);
  }

  List<String> texts() throws Damaged {
    int count = count();
    // Most lists are empty or have one text: no need to copy those later.
    if (count <= 1) {
      return count == 0 ? List.of() : List.of(text());
    }
    List<String> texts = new ArrayList<>(Math.min(count, MAX_AHEAD));
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return List.copyOf(texts);
  }

  byte[] block() throws Damaged {
    int length = count();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /// A view of a length-prefixed stretch, which is skipped here.
  Unpacker slice() throws Damaged {
    int length = count();
    at += length;
    return new Unpacker(bytes, at - length, at);
  }

  /// Skips a length-prefixed stretch.
  void skip() throws Damaged {
    int length = count();
    at += length;
  }

  /// A text as `PlainVersion` reads it; `0` is not taken for a version, as it stands for the
  /// beginning.
  long plain() throws Damaged {
    int length = count();
    at += length;
    boolean isZero = length == 1 && bytes[at - 1] == '0';
    return isZero ? 0 : PlainVersion.of(bytes, at - length, at);
  }

  /// Skips what `texts` would read.
  void skipTexts() throws Damaged {
    for (int left = count(); left > 0; left--) {
      skip();
    }
  }

  /// What is left.
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  /// Compares a length-prefixed stretch, which is skipped here, with a key.
  int compareTo(byte[] key) throws Damaged {
    int length = count();
    at += length;
    return Arrays.compareUnsigned(bytes, at - length, at, key, 0, key.length);
  }
}
