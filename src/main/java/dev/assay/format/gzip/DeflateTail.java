package dev.assay.format.gzip;

import static dev.assay.format.gzip.HuffmanTable.DEEPER;
import static dev.assay.format.gzip.HuffmanTable.END;
import static dev.assay.format.gzip.HuffmanTable.EXTRA;
import static dev.assay.format.gzip.HuffmanTable.SPECIAL;
import static dev.assay.format.gzip.HuffmanTable.VALUE;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.HuffmanTable.Alphabet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// Unpacks the end of a gzip file of which what lies before is not known. The place of a block is
/// found by trial: at each bit whether a block with codes of its own can start there, and whether
/// from there on one block follows the other up to the file's last byte. What a block copies from
/// before the first one is unknown, and so is what is copied from that: such bytes are marked.
///
/// Nothing of it is verified: the checksum is over all of the file. Work and memory are bounded,
/// whatever the bytes are.
///
/// Source: RFC 1951, RFC 1952. The idea: M. Kerbiriou and R. Chikhi, "Parallel decompression of
/// gzip-compressed files and random access to DNA sequences", 2019
public final class DeflateTail {
  /// More than that is not unpacked at once: what lies before it is given up.
  private static final int MAX_BYTES = 8 << 20;

  /// Symbols of all trials together.
  private static final long MAX_WORK = 48L << 20;

  private static final int WINDOW = Checkpoint.WINDOW_BYTES;
  private static final char UNKNOWN = 256;
  private static final int FIRST_BYTES = 1 << 20;
  private static final int TRAILER_BYTES = 8;
  private static final int ROOT_LITERALS = (1 << Alphabet.LITERALS.rootBits()) - 1;
  private static final int ROOT_DISTANCES = (1 << Alphabet.DISTANCES.rootBits()) - 1;

  private final TailBits in;
  private final HuffmanTable literals = new HuffmanTable(Alphabet.LITERALS);
  private final HuffmanTable distances = new HuffmanTable(Alphabet.DISTANCES);
  private final CodeLengths codeLengths = new CodeLengths();
  private char[] out = new char[FIRST_BYTES];
  private int length;

  /// Where the member starts whose blocks are being unpacked, negative where that was before.
  private int memberStart;

  private long work;

  private boolean isTooLarge;

  private DeflateTail(byte[] tail) {
    this.in = new TailBits(tail);
  }

  /// What came out.
  public static final class Unpacked {
    private final byte[] bytes;
    private final BitSet unknown;

    private Unpacked(byte[] bytes, BitSet unknown) {
      this.bytes = bytes;
      this.unknown = unknown;
    }

    /// The bytes; those that are not known are 0. Not to be changed.
    public byte[] bytes() {
      return bytes;
    }

    /// Whether all of the bytes from one place to another are known.
    public boolean isKnown(int from, int to) {
      int next = unknown.nextSetBit(from);
      return next < 0 || next >= to;
    }
  }

  /// Unpacks.
  ///
  /// @param tail the last bytes of a gzip file, not changed
  /// @return empty where no block was found from which on all is in order
  public static Optional<Unpacked> unpack(byte[] tail) {
    return new DeflateTail(tail).search();
  }

  private Optional<Unpacked> search() {
    long start = in.nextCandidate(0);
    while (start >= 0 && work < MAX_WORK) {
      if (isWhole(start)) {
        return Optional.of(unpacked());
      }
      // Of data that unpacks to too much, what lies further on unpacks to less.
      long step = isTooLarge ? Math.max(1, (in.bits() - start) / 4) : 1;
      start = in.nextCandidate(start + step);
    }
    return Optional.empty();
  }

  private Unpacked unpacked() {
    byte[] bytes = new byte[length];
    var unknown = new BitSet(length);
    for (int i = 0; i < length; i++) {
      if (out[i] == UNKNOWN) {
        unknown.set(i);
      } else {
        bytes[i] = (byte) out[i];
      }
    }
    return new Unpacked(bytes, unknown);
  }

  /// Whether there are blocks from that bit on, without a break, up to the end of the file.
  private boolean isWhole(long start) {
    in.seek(start);
    length = 0;
    memberStart = -1;
    isTooLarge = false;
    try {
      boolean isLast;
      do {
        isLast = block();
        if (isLast && !isEnd()) {
          isLast = false;
        }
      } while (!isLast);
      return true;
    } catch (InputFailure e) {
      return false; // a place that only looked like a block, mostly
    } finally {
      work += length + 256L;
    }
  }

  /// Behind a member's last block: whether the file ends there. Else the next member starts, whose
  /// blocks know all that they copy.
  private boolean isEnd() {
    in.align();
    in.skipBytes(TRAILER_BYTES);
    if (in.isAtEnd()) {
      return true;
    }
    in.skipMemberHeader();
    memberStart = length;
    return false;
  }

  /// @return whether it says that it is the last one
  private boolean block() {
    boolean isLast = in.take(1) == 1;
    switch (in.take(2)) {
      case 0 -> stored();
      case 1 -> {
        codeLengths.fixed(literals, distances);
        symbols();
      }
      case 2 -> {
        codes();
        symbols();
      }
      default -> throw in.damaged();
    }
    return isLast;
  }

  private void stored() {
    in.align();
    int count = in.take(16);
    if (in.take(16) != (~count & 0xffff)) {
      throw in.damaged();
    }
    room(count);
    for (int i = 0; i < count; i++) {
      out[length++] = (char) in.take(8);
    }
  }

  private void codes() {
    int literalCodes = in.take(5) + 257;
    int distanceCodes = in.take(5) + 1;
    codeLengths.start(literalCodes, distanceCodes, in.take(4) + 4);
    while (!codeLengths.isComplete()) {
      int used = codeLengths.next((int) in.peek(), in.available());
      if (used == 0) {
        throw in.damaged();
      }
      in.take(used);
    }
    codeLengths.build(literals, distances);
  }

  private void room(int count) {
    if (length + count > MAX_BYTES) {
      isTooLarge = true;
      throw in.damaged();
    }
    if (length + count > out.length) {
      out = Arrays.copyOf(out, Math.min(MAX_BYTES, Math.max(2 * out.length, length + count)));
    }
  }

  private void symbols() {
    for (; ; ) {
      int entry = code(literals, ROOT_LITERALS);
      if (entry < 0) {
        room(1);
        out[length++] = (char) (entry >>> VALUE & 0xff);
      } else if ((entry & SPECIAL) != 0) {
        if ((entry & END) == 0) {
          throw in.damaged();
        }
        return;
      } else {
        int count = value(entry);
        int distance = code(distances, ROOT_DISTANCES);
        if ((distance & SPECIAL) != 0) {
          throw in.damaged();
        }
        copy(value(distance), count);
      }
    }
  }

  /// The next symbol's entry, its code consumed.
  private int code(HuffmanTable table, int root) {
    long bits = in.peek();
    int entry = table.entries[(int) bits & root];
    int used = entry & 63;
    if (entry >= 0 && (entry & DEEPER) != 0) {
      int second = (int) (bits >>> used) & (1 << (entry >>> EXTRA & 15)) - 1;
      entry = table.entries[(entry >>> VALUE & 0xffff) + second];
      used += entry & 63;
    }
    in.take(used);
    return entry;
  }

  private int value(int entry) {
    return (entry >>> VALUE & 0xffff) + in.take(entry >>> EXTRA & 15);
  }

  private void copy(int distance, int count) {
    boolean isBefore = memberStart < 0 ? distance > WINDOW : distance > length - memberStart;
    if (isBefore) {
      throw in.damaged();
    }
    room(count);
    for (int i = 0; i < count; i++, length++) {
      out[length] = distance > length ? UNKNOWN : out[length - distance];
    }
  }
}
