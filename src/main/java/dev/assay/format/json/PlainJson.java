package dev.assay.format.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads documents that are small and plain, without a library: the first number class that Jackson
/// loads takes a third of the time in which a known image is scanned. It decides nothing: whatever
/// is not plain, wrong documents among it, is Jackson's to read or to refuse, and a test holds that
/// the two agree on all the rest.
///
/// Source: RFC 8259
final class PlainJson {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_NAME = 10_000;
  private static final int MAX_NUMBER = 100;

  /// Says that the document is not for us, and nothing about it.
  private static final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPlain() {
      super("not plain", null, false, false);
    }
  }

  private final byte[] content;
  private final boolean distinct;
  private int at;
  private int depth;

  private PlainJson(byte[] content, boolean distinct) {
    this.content = content;
    this.distinct = distinct;
  }

  /// The document, or empty where it is for Jackson.
  ///
  /// @param distinct whether a document in which an object has a key twice is not for us
  static Optional<Json> parse(byte[] content, boolean distinct) {
    if (content.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      PlainJson reader = new PlainJson(content, distinct);
      Json value = reader.value();
      return reader.next() < 0 ? Optional.of(value) : Optional.empty();
    } catch (NotPlain e) {
      return Optional.empty();
    }
  }

  /// The byte the reader stands on, or -1 at the end.
  private int peek() {
    return at < content.length ? content[at] & 0xff : -1;
  }

  /// The first byte behind white space, or -1.
  private int next() {
    int c = peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      at++;
      c = peek();
    }
    return c;
  }

  private void expect(int c) {
    if (next() != c) {
      throw new NotPlain();
    }
    at++;
  }

  private boolean skips(int c) {
    boolean isThere = next() == c;
    if (isThere) {
      at++;
    }
    return isThere;
  }

  private Json value() {
    if (depth == MAX_DEPTH) {
      throw new NotPlain();
    }
    depth++;
    Json value =
        switch (next()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> new Json.Str(text());
          case 't' -> word("true", new Json.Bool(true));
          case 'f' -> word("false", new Json.Bool(false));
          case 'n' -> word("null", Json.Null.NULL);
          default -> number();
        };
    depth--;
    return value;
  }

  private Json object() {
    Map<String, Json> members = new LinkedHashMap<>();
    expect('{');
    if (!skips('}')) {
      do {
        next();
        int start = at;
        String name = text();
        expect(':');
        if (at - start > MAX_NAME || (members.put(name, value()) != null && distinct)) {
          throw new NotPlain();
        }
      } while (skips(','));
      expect('}');
    }
    return new Json.Obj(members);
  }

  private Json array() {
    List<Json> items = new ArrayList<>();
    expect('[');
    if (!skips(']')) {
      do {
        items.add(value());
      } while (skips(','));
      expect(']');
    }
    return new Json.Arr(items);
  }

  private Json word(String word, Json value) {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw new NotPlain();
      }
      at++;
    }
    return value;
  }

  private Json number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    if (at - start > MAX_NUMBER) {
      throw new NotPlain();
    }
    return new Json.Num(new String(content, start, at - start, ISO_8859_1));
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw new NotPlain();
    }
  }

  private String text() {
    expect('"');
    int start = at;
    boolean isAscii = true;
    for (int c = peek(); c >= 0 && c != '"' && c != '\\'; c = peek()) {
      isAscii &= c >= 0x20 && c < 0x80;
      at++;
    }
    String before = isAscii ? new String(content, start, at - start, ISO_8859_1) : utf8(start, at);
    if (peek() == '"') {
      at++;
      return before;
    }
    return escaped(new StringBuilder(before));
  }

  /// The rest of a text, from its first escape on.
  private String escaped(StringBuilder text) {
    while (peek() == '\\') {
      at++;
      text.append(escape());
      int start = at;
      while (peek() >= 0 && peek() != '"' && peek() != '\\') {
        at++;
      }
      text.append(utf8(start, at));
    }
    expect('"');
    return text.toString();
  }

  private char escape() {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new NotPlain();
    };
  }

  private char unicode() {
    int c = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw new NotPlain();
      }
      c = c * 16 + digit;
    }
    if (Character.isSurrogate((char) c)) {
      throw new NotPlain();
    }
    return (char) c;
  }

  /// Text that has no control characters and is well-formed: what was replaced in decoding is not
  /// the same once it is encoded again.
  private String utf8(int start, int end) {
    for (int i = start; i < end; i++) {
      if (content[i] >= 0 && content[i] < 0x20) {
        throw new NotPlain();
      }
    }
    String text = new String(content, start, end - start, UTF_8);
    byte[] again = text.getBytes(UTF_8);
    if (!Arrays.equals(again, 0, again.length, content, start, end)) {
      throw new NotPlain();
    }
    return text;
  }
}
