package dev.assay.format.toml;

import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Keys and values. A table is a `LinkedHashMap`, a list an `ArrayList`, all else `Json`.
final class TomlValues {
  /// Ten times the largest lock file that anybody showed us; about 60 MB of memory.
  private static final int MAX_VALUES = 500_000;

  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:inf|nan|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+"
              + "|[0-9][0-9_]*(?:\\.[0-9_]+)?(?:[eE][+-]?[0-9_]+)?)");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d(?:[Tt ].*)?|\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?");

  private final TomlScanner scanner;
  private int count;

  TomlValues(TomlScanner scanner) {
    this.scanner = scanner;
  }

  void count() throws TomlException {
    if (++count > MAX_VALUES) {
      throw new TomlException("more than " + MAX_VALUES + " values, the rest is left out", true);
    }
  }

  /// `key = value` into the table.
  void entry(Map<String, Object> table, int depth) throws TomlException {
    List<String> path = key();
    scanner.expect("=");
    scanner.skipBlank(false);
    if (depth + path.size() > 2 * Toml.MAX_DEPTH) {
      throw new TomlException("tables nested too deeply");
    }
    Object value = value(depth + path.size());
    Map<String, Object> here = table;
    for (String part : path.subList(0, path.size() - 1)) {
      Object below = here.computeIfAbsent(part, _ -> new LinkedHashMap<String, Object>());
      if (!(below instanceof LinkedHashMap<?, ?>)) {
        throw new TomlException("`" + Lines.excerpt(part) + "` is no table");
      }
      @SuppressWarnings("unchecked")
      Map<String, Object> known = (Map<String, Object>) below;
      here = known;
    }
    if (here.putIfAbsent(path.getLast(), value) != null) {
      throw new TomlException("key `" + Lines.excerpt(path.getLast()) + "` a second time");
    }
  }

  /// `a."b c".d`.
  List<String> key() throws TomlException {
    var path = new ArrayList<String>();
    do {
      count();
      scanner.skipBlank(false);
      char c = scanner.peek();
      if (c == '"' || c == '\'') {
        scanner.next();
        path.add(c == '"' ? basic() : scanner.until("'"));
      } else {
        String word = scanner.word("");
        if (word.isEmpty()) {
          throw new TomlException("expected a key");
        }
        path.add(word);
      }
      scanner.skipBlank(false);
    } while (scanner.take("."));
    return path;
  }

  private Object value(int depth) throws TomlException {
    count();
    if (depth > 2 * Toml.MAX_DEPTH) {
      throw new TomlException("values nested too deeply");
    }
    if (scanner.take("\"\"\"")) {
      return new Json.Str(multiLine(true));
    }
    if (scanner.take("'''")) {
      return new Json.Str(multiLine(false));
    }
    if (scanner.take("\"")) {
      return new Json.Str(basic());
    }
    if (scanner.take("'")) {
      return new Json.Str(scanner.until("'"));
    }
    if (scanner.take("[")) {
      return list(depth);
    }
    if (scanner.take("{")) {
      return inline(depth);
    }
    return plain();
  }

  private Json plain() throws TomlException {
    String word = scanner.word("+.:");
    if (word.equals("true") || word.equals("false")) {
      return new Json.Bool(word.equals("true"));
    }
    if (NUMBER.matcher(word).matches()) {
      return new Json.Num(word.replace("_", ""));
    }
    if (word.length() == 10 && TIME.matcher(word).matches() && scanner.peek() == ' ') {
      scanner.next(); // a date, and perhaps a time after a space
      String time = scanner.word("+.:");
      word = time.isEmpty() ? word : word + " " + time;
    }
    if (TIME.matcher(word).matches()) {
      return new Json.Str(word);
    }
    throw new TomlException("expected a value, found `" + Lines.excerpt(word) + "`");
  }

  private List<Object> list(int depth) throws TomlException {
    var items = new ArrayList<Object>();
    scanner.skipBlank(true);
    while (!scanner.take("]")) {
      items.add(value(depth + 1));
      scanner.skipBlank(true);
      if (!scanner.take(",") && scanner.peek() != ']') {
        throw new TomlException("expected `,` or `]` in a list");
      }
      scanner.skipBlank(true);
    }
    return items;
  }

  private Map<String, Object> inline(int depth) throws TomlException {
    var table = new LinkedHashMap<String, Object>();
    scanner.skipBlank(true);
    while (!scanner.take("}")) {
      entry(table, depth + 1);
      scanner.skipBlank(true);
      if (!scanner.take(",") && scanner.peek() != '}') {
        throw new TomlException("expected `,` or `}` in a table");
      }
      scanner.skipBlank(true);
    }
    return table;
  }

  /// The rest of `"…"`.
  private String basic() throws TomlException {
    var text = new StringBuilder();
    for (char c = scanner.next(); c != '"'; c = scanner.next()) {
      if (c == '\n') {
        throw new TomlException("a text without its closing quote");
      }
      if (c == '\\') {
        escape(text);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /// The rest of `"""…"""` or `'''…'''`; up to two quotes may stand before the closing three.
  private String multiLine(boolean escapes) throws TomlException {
    String quote = escapes ? "\"" : "'";
    var text = new StringBuilder();
    if (!scanner.take("\n")) {
      scanner.take("\r\n");
    }
    while (!scanner.take(quote.repeat(3))) {
      char c = scanner.next();
      if (c != '\\' || !escapes) {
        text.append(c);
      } else if (" \t\r\n".indexOf(scanner.peek()) >= 0) {
        while (!scanner.isAtEnd() && " \t\r\n".indexOf(scanner.peek()) >= 0) {
          scanner.next();
        }
      } else {
        escape(text);
      }
    }
    for (int i = 0; i < 2 && scanner.take(quote); i++) {
      text.append(quote);
    }
    return text.toString();
  }

  private void escape(StringBuilder text) throws TomlException {
    char c = scanner.next();
    switch (c) {
      case 'b' -> text.append('\b');
      case 't' -> text.append('\t');
      case 'n' -> text.append('\n');
      case 'f' -> text.append('\f');
      case 'r' -> text.append('\r');
      case 'e' -> text.append('\u001b');
      case '"', '\\' -> text.append(c);
      case 'u' -> codePoint(4, text);
      case 'U' -> codePoint(8, text);
      default -> throw new TomlException("no escape is called `\\" + Lines.excerpt("" + c) + "`");
    }
  }

  private void codePoint(int digits, StringBuilder text) throws TomlException {
    long value = 0;
    boolean isNumber = true;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(scanner.next(), 16);
      isNumber &= digit >= 0;
      value = value * 16 + digit;
    }
    boolean isCharacter = isNumber && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    if (!isCharacter) {
      throw new TomlException("an escape that is no character");
    }
    text.appendCodePoint((int) value);
  }
}
