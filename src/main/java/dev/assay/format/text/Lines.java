package dev.assay.format.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads lines one at a time, whatever their number; none takes more than `MAX_LINE_BYTES` of
/// memory.
///
/// A line ends with LF or CRLF; the last one may lack its end. A byte order mark before the first
/// line is skipped. Bytes that are not UTF-8 become U+FFFD.
public final class Lines {
  /// What is kept of a line; the rest is read and dropped.
  public static final int MAX_LINE_BYTES = 1 << 20;

  private static final int EXCERPT_CHARS = 40;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int end;
  private byte[] line = buffer;
  private int lineStart;
  private int lineEnd;
  private byte[] spill = new byte[0];
  private int spilled;
  private long number;
  private boolean cut;
  private boolean ended = true;

  /// Reads from the stream, which the caller closes.
  public Lines(InputStream in) {
    this.in = in;
  }

  /// Goes to the next line.
  ///
  /// @return whether there is one
  /// @throws IOException where the bytes do not arrive
  public boolean next() throws IOException {
    spilled = 0;
    cut = false;
    if (position == end && !fill()) {
      return false;
    }
    number++;
    while (true) {
      int start = position;
      int newline = indexOfNewline();
      if (newline >= 0) {
        position = newline + 1;
        ended = true;
        finish(start, newline);
        return true;
      }
      keep(start, end);
      if (!fill()) {
        ended = false;
        finish(end, end);
        return true;
      }
    }
  }

  private int indexOfNewline() {
    for (int i = position; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private void keep(int from, int to) {
    int length = Math.min(to - from, MAX_LINE_BYTES - spilled);
    cut |= length < to - from;
    if (spilled + length > spill.length) {
      spill =
          Arrays.copyOf(spill, Math.min(MAX_LINE_BYTES, Math.max(spilled + length, 2 * spilled)));
    }
    System.arraycopy(buffer, from, spill, spilled, length);
    spilled += length;
  }

  private void finish(int from, int to) {
    if (spilled == 0) {
      line = buffer;
      lineStart = from;
      lineEnd = to;
    } else {
      keep(from, to);
      line = spill;
      lineStart = 0;
      lineEnd = spilled;
    }
    if (lineEnd > lineStart && line[lineEnd - 1] == '\r') {
      lineEnd--;
    }
    if (number == 1 && startsWithMark()) {
      lineStart += 3;
    }
  }

  private boolean startsWithMark() {
    return lineEnd - lineStart >= 3
        && line[lineStart] == (byte) 0xEF
        && line[lineStart + 1] == (byte) 0xBB
        && line[lineStart + 2] == (byte) 0xBF;
  }

  /// The line without its end.
  public String text() {
    return new String(line, lineStart, lineEnd - lineStart, UTF_8);
  }

  /// Its length in bytes, without its end.
  public int length() {
    return lineEnd - lineStart;
  }

  /// The byte at that place of the line, or -1 beyond its end: lets a reader skip a line without
  /// making text of it.
  public int byteAt(int index) {
    return index < length() ? line[lineStart + index] & 0xff : -1;
  }

  /// The line's number, from 1.
  public long number() {
    return number;
  }

  /// Whether the line was longer than `MAX_LINE_BYTES`.
  public boolean isCut() {
    return cut;
  }

  /// Whether the line had an end: the last one may lack it. True before the first line.
  public boolean isEnded() {
    return ended;
  }

  /// The first few characters of a text, fit to be quoted in a message: nothing in it moves a
  /// terminal's cursor.
  public static String excerpt(String text) {
    var quoted = new StringBuilder();
    for (int i = 0; i < text.length() && i < EXCERPT_CHARS; i++) {
      char c = text.charAt(i);
      quoted.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return text.length() > EXCERPT_CHARS ? quoted.append('…').toString() : quoted.toString();
  }
}
