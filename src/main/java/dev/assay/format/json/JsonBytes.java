package dev.assay.format.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The bytes of one JSON document, one mark after the other: commas, line feeds and blanks come of
/// themselves. Who calls sees to it that names and values alternate and that what is begun ends.
///
/// Written for code that runs for a moment only and of which the compiler has seen little: few
/// calls for each value, none for each character.
final class JsonBytes {
  private static final int BUFFER_BYTES = 16 << 10;

  /// What the longest character takes: two escapes.
  private static final int CHARACTER_BYTES = 12;

  private static final byte[] BLANKS = new byte[256];

  static {
    Arrays.fill(BLANKS, (byte) ' ');
  }

  /// The stream would take no more; what else may fail while a document is written is not this.
  static final class Unwritten extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    private Unwritten(IOException e) {
      super(e);
    }
  }

  private final OutputStream out;
  private final boolean isForPeople;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int depth;

  /// Whether nothing stands before in the same object, array or document.
  private boolean isFirst = true;

  private boolean isNamed;

  private JsonBytes(OutputStream out, boolean isForPeople) {
    this.out = out;
    this.isForPeople = isForPeople;
  }

  /// With a line for each member and item, or a line for each document.
  static JsonBytes of(OutputStream out, boolean isForPeople) {
    return new JsonBytes(out, isForPeople);
  }

  /// For further items of the array that is open, which go to a stream of their own.
  ///
  /// @param items where the bytes go, to be appended here
  JsonBytes items(OutputStream items) {
    JsonBytes part = new JsonBytes(items, isForPeople);
    part.depth = depth;
    part.isFirst = false;
    return part;
  }

  /// Takes over items that were written so.
  void append(byte[] items, int from, int length) {
    flush();
    try {
      out.write(items, from, length);
    } catch (IOException e) {
      throw new Unwritten(e);
    }
  }

  /// @param bracket `{` or `[`
  void open(char bracket) {
    begin();
    mark(bracket);
    depth++;
    isFirst = true;
  }

  /// @param bracket `}` or `]`
  void close(char bracket) {
    depth--;
    if (!isFirst) {
      line();
    }
    mark(bracket);
    isFirst = false;
  }

  void name(String name) {
    begin();
    quoted(name);
    mark(':');
    if (isForPeople) {
      mark(' ');
    }
    isNamed = true;
  }

  void text(String value) {
    begin();
    quoted(value);
  }

  /// A number, `true`, `false` or `null`.
  void literal(String value) {
    begin();
    for (int i = 0; i < value.length(); i++) {
      mark(value.charAt(i));
    }
  }

  /// Outside of a document.
  void lineFeed() {
    mark('\n');
  }

  /// Hands over what is here; the stream itself is not flushed.
  void flush() {
    try {
      out.write(buffer, 0, at);
    } catch (IOException e) {
      throw new Unwritten(e);
    }
    at = 0;
  }

  private void begin() {
    if (isNamed) {
      isNamed = false;
      return;
    }
    if (depth == 0 && !isFirst) {
      mark('\n');
    } else if (depth > 0) {
      if (!isFirst) {
        mark(',');
      }
      line();
    }
    isFirst = false;
  }

  private void line() {
    if (!isForPeople) {
      return;
    }
    mark('\n');
    for (int left = 2 * depth; left > 0; left -= BLANKS.length) {
      int count = Math.min(left, BLANKS.length);
      room(count);
      System.arraycopy(BLANKS, 0, buffer, at, count);
      at += count;
    }
  }

  private void room(int bytes) {
    if (at + bytes > buffer.length) {
      flush();
    }
  }

  private void mark(char mark) {
    room(1);
    buffer[at++] = (byte) mark;
  }

  private void quoted(String text) {
    mark('"');
    int i = 0;
    while (i < text.length()) {
      room(CHARACTER_BYTES);
      i = plain(text, i);
      if (i < text.length() && at + CHARACTER_BYTES <= buffer.length) {
        i = special(text, i);
      }
    }
    mark('"');
  }

  /// Copies what stands for itself, so far as there is room.
  ///
  /// @return up to where
  private int plain(String text, int from) {
    byte[] into = buffer;
    int to = at;
    int end = Math.min(text.length(), from + into.length - to);
    int i = from;
    while (i < end) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        break;
      }
      into[to++] = (byte) c;
      i++;
    }
    at = to;
    return i;
  }

  /// @return behind the character
  private int special(String text, int i) {
    char c = text.charAt(i);
    if (c < 0x80) {
      escape(c);
    } else if (!Character.isSurrogate(c)) {
      character(c);
    } else if (Character.isHighSurrogate(c)
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1))) {
      int codePoint = Character.toCodePoint(c, text.charAt(i + 1));
      bytes(
          0xF0 | (codePoint >> 18),
          0x80 | ((codePoint >> 12) & 0x3F),
          0x80 | ((codePoint >> 6) & 0x3F),
          0x80 | (codePoint & 0x3F));
      return i + 2;
    } else {
      character('\uFFFD');
    }
    return i + 1;
  }

  private void escape(char c) {
    int letter = "\b\t\n\f\r\"\\".indexOf(c);
    if (letter >= 0) {
      bytes('\\', "btnfr\"\\".charAt(letter));
    } else {
      ascii(String.format("\\u%04X", (int) c));
    }
  }

  /// Escaped where it would steer a terminal or turn the writing around.
  private void character(char c) {
    boolean steers = c <= 0x9F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (steers) {
      ascii(String.format("\\u%04x", (int) c));
    } else if (c < 0x800) {
      bytes(0xC0 | (c >> 6), 0x80 | (c & 0x3F));
    } else {
      bytes(0xE0 | (c >> 12), 0x80 | ((c >> 6) & 0x3F), 0x80 | (c & 0x3F));
    }
  }

  private void ascii(String text) {
    for (byte b : text.getBytes(ISO_8859_1)) {
      bytes(b);
    }
  }

  /// There must be room.
  private void bytes(int... bytes) {
    for (int b : bytes) {
      buffer[at++] = (byte) b;
    }
  }
}
