package dev.assay.format.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A sparse file's content with its holes.
final class SparseContent extends InputStream {
  private final long[] pairs;
  private final InputStream pieces;
  private final long sizeBytes;
  private final byte[] one = new byte[1];
  private long position;
  private int piece; // index into pairs of the first piece that does not end before position

  private SparseContent(long[] pairs, InputStream pieces, long sizeBytes) {
    this.pairs = pairs;
    this.pieces = pieces;
    this.sizeBytes = sizeBytes;
  }

  /// @param stored the pieces' bytes one after the other, after their map where that is stored too
  static InputStream of(SparseMap map, InputStream stored, TarHeader header, long start)
      throws IOException {
    long[] pairs = map.pairs();
    long mapBytes = 0;
    if (map.isInContent()) {
      var reading = new MapReading(stored, start);
      pairs = reading.pairs();
      mapBytes = reading.bytes;
    }
    check(pairs, header.storedBytes() - mapBytes, header.sizeBytes(), start);
    return new SparseContent(pairs, stored, header.sizeBytes());
  }

  private static void check(long[] pairs, long storedBytes, long sizeBytes, long start) {
    long end = 0;
    long sum = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i] < end || pairs[i + 1] > sizeBytes - pairs[i]) {
        throw TarReader.damaged(start, "a sparse map whose pieces overlap or leave the file");
      }
      end = pairs[i] + pairs[i + 1];
      sum += pairs[i + 1];
    }
    if (sum != storedBytes) {
      throw TarReader.damaged(start, "a sparse map that does not fit the stored bytes");
    }
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= sizeBytes) {
      return -1;
    }
    while (piece < pairs.length && pairs[piece] + pairs[piece + 1] <= position) {
      piece += 2;
    }
    long holeEnd = piece < pairs.length ? pairs[piece] : sizeBytes;
    int count;
    if (position < holeEnd) {
      count = (int) Math.min(length, holeEnd - position);
      Arrays.fill(out, offset, offset + count, (byte) 0);
    } else {
      long pieceEnd = pairs[piece] + pairs[piece + 1];
      count = pieces.read(out, offset, (int) Math.min(length, pieceEnd - position));
    }
    position += count;
    return count;
  }

  /// Reads a map of format 1.0: decimal numbers on a line each, how many pieces and then the
  /// pieces, filled up to a whole block.
  private static final class MapReading {
    private final InputStream in;
    private final long start;
    private final byte[] block = new byte[TarHeader.BYTES];
    private int at = block.length;
    private long bytes;

    MapReading(InputStream in, long start) {
      this.in = in;
      this.start = start;
    }

    long[] pairs() throws IOException {
      long count = number();
      if (count > SparseMap.MAX_PIECES) {
        throw TarReader.damaged(start, "a sparse file of more than 100000 pieces");
      }
      long[] pairs = new long[2 * (int) count];
      for (int i = 0; i < pairs.length; i++) {
        pairs[i] = number();
      }
      return pairs;
    }

    private long number() throws IOException {
      var digits = new StringBuilder();
      for (int c = next(); c != '\n'; c = next()) {
        digits.append((char) c);
        if (digits.length() > 18) {
          break;
        }
      }
      return PaxRecords.number(digits.toString(), start);
    }

    private int next() throws IOException {
      if (at == block.length) {
        if (in.readNBytes(block, 0, block.length) < block.length) {
          throw TarReader.damaged(start, "the content ends within its sparse map");
        }
        bytes += block.length;
        at = 0;
      }
      return block[at++] & 0xff;
    }
  }
}
