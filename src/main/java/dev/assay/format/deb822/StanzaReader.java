package dev.assay.format.deb822;

import dev.assay.format.deb822.Stanza.Problem;
import dev.assay.format.text.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a deb822 file stanza by stanza; of each only the fields that are asked for stay in memory.
///
/// A stanza is `Field: value` lines up to a blank line; a line that begins with a space or a tab
/// continues the value above; `#` begins a comment. Names of fields know no case.
///
/// Source: <https://manpages.debian.org/bookworm/dpkg-dev/deb822.5.en.html>
public final class StanzaReader {
  /// What is kept of one value; no field that anybody asks for comes near.
  private static final int MAX_VALUE_CHARS = 1 << 20;

  /// A stanza that is wrong all over says so this often.
  private static final int MAX_PROBLEMS = 20;

  private final Lines lines;
  private final String opening;
  private final Set<String> wanted;
  private boolean pending;
  private boolean blank = true;

  private Map<String, String> fields = new HashMap<>();
  private List<Problem> problems = new ArrayList<>();
  private String current = "";
  private final StringBuilder value = new StringBuilder();
  private long firstLine;

  /// @param opening the lower-case name of the field that opens each stanza: a second one tells
  ///   that a blank line is missing
  /// @param wanted lower-case names of the fields to keep
  public StanzaReader(InputStream in, String opening, Set<String> wanted) {
    this.lines = new Lines(in);
    this.opening = opening;
    this.wanted = wanted;
  }

  /// The next stanza; empty at the end of the file.
  ///
  /// @throws IOException where the bytes do not arrive
  public Optional<Stanza> next() throws IOException {
    fields = new HashMap<>();
    problems = new ArrayList<>();
    firstLine = 0;
    while (pending || lines.next()) {
      boolean again = pending;
      pending = false;
      blank = isBlank();
      if (blank) {
        if (firstLine > 0) {
          return Optional.of(stanza());
        }
      } else if (lines.byteAt(0) != '#' && !take(again)) {
        pending = true;
        return Optional.of(stanza());
      }
    }
    return firstLine > 0 ? Optional.of(stanza()) : Optional.empty();
  }

  /// Whether the last line that was read had an end.
  public boolean isLineEnded() {
    return lines.isEnded();
  }

  /// Whether the last line that was read is a blank one, or there is none: at the file's end,
  /// whether the last stanza was closed.
  public boolean isStanzaEnded() {
    return blank && lines.isEnded();
  }

  private Stanza stanza() {
    close();
    return new Stanza(firstLine, fields, problems);
  }

  private boolean isBlank() {
    for (int i = 0; i < lines.length(); i++) {
      if (lines.byteAt(i) != ' ' && lines.byteAt(i) != '\t') {
        return false;
      }
    }
    return true;
  }

  /// Adds the line to the stanza; refuses one that opens the next stanza.
  private boolean take(boolean again) {
    firstLine = firstLine == 0 ? lines.number() : firstLine;
    if (lines.byteAt(0) == ' ' || lines.byteAt(0) == '\t') {
      fold();
      return true;
    }
    if (colon() <= 0) {
      close();
      problem("expected `Field: value`, found `" + Lines.excerpt(lines.text()) + "`");
      return true;
    }
    String text = lines.text();
    int textColon = text.indexOf(':');
    String name = text.substring(0, textColon).strip().toLowerCase(Locale.ROOT);
    close();
    if (name.equals(opening) && fields.containsKey(opening)) {
      return false;
    }
    if (again) {
      problem("no blank line before it");
    }
    open(name, text.substring(textColon + 1).strip());
    return true;
  }

  private void open(String name, String text) {
    if (!wanted.contains(name)) {
      return;
    }
    if (fields.containsKey(name)) {
      problem("field `" + name + "` a second time");
      return;
    }
    if (lines.isCut()) {
      problem("field `" + name + "` is longer than " + Lines.MAX_LINE_BYTES + " bytes");
    }
    current = name;
    value.append(text);
  }

  private void fold() {
    if (current.isEmpty()) {
      return;
    }
    String line = lines.text().strip();
    if (value.length() + line.length() >= MAX_VALUE_CHARS) {
      problem("field `" + current + "` is longer than " + MAX_VALUE_CHARS + " characters");
      close();
    } else {
      value.append('\n').append(line);
    }
  }

  private void close() {
    if (!current.isEmpty()) {
      fields.put(current, value.toString());
    }
    current = "";
    value.setLength(0);
  }

  private int colon() {
    for (int i = 0; i < lines.length(); i++) {
      if (lines.byteAt(i) == ':') {
        return i;
      }
      if (lines.byteAt(i) <= ' ') {
        return -1;
      }
    }
    return -1;
  }

  private void problem(String text) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(lines.number(), text));
    }
  }
}
