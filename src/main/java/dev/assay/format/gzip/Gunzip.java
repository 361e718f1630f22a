package dev.assay.format.gzip;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/// The unpacked bytes of a gzip file. Every member's checksum and length are checked; zero bytes
/// after the last member are padding, anything else there is damage. Reading fails with
/// `InputFailure` where the file breaks the format or ends too early.
///
/// Source: RFC 1952
public final class Gunzip extends InputStream {
  /// The first two bytes of every member.
  public static final int MAGIC = 0x1f8b;

  private static final int BUFFER_BYTES = 128 << 10;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflating inflating;
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] one = new byte[1];
  private int position;
  private int end;
  private long before; // bytes of the file before the buffer
  private long memberStart;
  private long memberLength; // unpacked, so far

  /// Asked for by others than the thread that reads.
  private volatile int members;

  private boolean inMember;
  private boolean atEnd;

  /// @param in closed together with this stream
  /// @param inflating owned and closed by this stream
  public Gunzip(InputStream in, Inflating inflating) {
    this.in = in;
    this.inflating = inflating;
  }

  /// Begins anew, since what it reads from has another file now.
  public void restart() {
    position = 0;
    end = 0;
    before = 0;
    members = 0;
    inMember = false;
    atEnd = false;
  }

  /// How many members have begun.
  public int members() {
    return members;
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
    while (!atEnd) {
      if (!inMember) {
        startMember();
        continue;
      }
      int count = inflate(out, offset, length);
      if (count > 0) {
        checksum.update(out, offset, count);
        memberLength += count;
        return count;
      }
      if (inflating.isFinished()) {
        position = end - inflating.remaining();
        endMember();
      } else {
        refill();
      }
    }
    return -1;
  }

  private int inflate(byte[] out, int offset, int length) {
    try {
      return inflating.inflate(out, offset, length);
    } catch (InputFailure e) {
      throw damaged(e.getMessage() + "; " + memberLength + " bytes were good");
    }
  }

  private void refill() throws IOException {
    position = end;
    if (!fill()) {
      throw damaged("the file ends within compressed data");
    }
    inflating.input(buffer, 0, end);
  }

  /// Reads the next member's header, or finds that there is none.
  private void startMember() throws IOException {
    memberStart = before + position;
    int first = next();
    if (first < 0 && members > 0) {
      atEnd = true;
      return;
    }
    if (first == 0 && members > 0) {
      padding();
      return;
    }
    checksum.reset();
    if (first != MAGIC >> 8 || header() != (MAGIC & 0xff)) {
      throw damaged(members == 0 ? "not a gzip file" : "what follows the last member is no gzip");
    }
    checksum.update(first);
    checksum.update(MAGIC & 0xff);
    readHeader();
    checksum.reset();
    inflating.reset();
    inflating.input(buffer, position, end - position);
    memberLength = 0;
    inMember = true;
    int begun = members + 1;
    members = begun;
  }

  private void readHeader() throws IOException {
    if (counted() != 8) {
      throw damaged("unknown compression method");
    }
    int flags = counted();
    if ((flags & RESERVED) != 0) {
      throw damaged("unknown flags in the header");
    }
    for (int i = 0; i < 6; i++) {
      counted(); // time, extra flags and system say nothing about the content
    }
    if ((flags & EXTRA) != 0) {
      for (int length = counted() | counted() << 8; length > 0; length--) {
        counted();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      int expected = (int) checksum.getValue() & 0xffff;
      if ((header() | header() << 8) != expected) {
        throw damaged("the header does not match its checksum");
      }
    }
  }

  private void skipText() throws IOException {
    int b;
    do {
      b = counted();
    } while (b != 0);
  }

  private void endMember() throws IOException {
    int crc = trailer();
    int length = trailer();
    if (crc != (int) checksum.getValue()) {
      throw damaged("the content does not match its checksum");
    }
    if (length != (int) memberLength) {
      throw damaged("the content has another length than the trailer says");
    }
    inMember = false;
  }

  private int trailer() throws IOException {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int b = next();
      if (b < 0) {
        throw damaged("the file ends before the member's trailer does");
      }
      value |= b << shift;
    }
    return value;
  }

  private void padding() throws IOException {
    for (int b = next(); b >= 0; b = next()) {
      if (b != 0) {
        throw damaged("what follows the last member is neither gzip nor zero padding");
      }
    }
    atEnd = true;
  }

  private int counted() throws IOException {
    int b = header();
    checksum.update(b);
    return b;
  }

  private int header() throws IOException {
    int b = next();
    if (b < 0) {
      throw damaged("the file ends within a member's header");
    }
    return b;
  }

  private int next() throws IOException {
    if (position == end && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    before += end;
    position = 0;
    end = 0;
    int count = in.read(buffer, 0, buffer.length);
    if (count <= 0) {
      return false;
    }
    end = count;
    return true;
  }

  private InputFailure damaged(String problem) {
    return new InputFailure("gzip member at byte " + memberStart + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    inflating.close();
    in.close();
  }
}
