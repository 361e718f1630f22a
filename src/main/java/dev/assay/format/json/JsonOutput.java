package dev.assay.format.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes one JSON document as people read it: UTF-8, two spaces for each level, line feeds, one at
/// the end. Any text can be written: a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD, and
/// what would steer a terminal or turn its writing around is escaped.
///
/// Source: RFC 8259
public final class JsonOutput {
  private final JsonBytes json;

  private JsonOutput(JsonBytes json) {
    this.json = json;
  }

  /// Writes the document that `content` describes.
  ///
  /// @param out flushed, stays open
  /// @throws IOException where the bytes cannot be written
  public static void write(OutputStream out, Consumer<JsonOutput> content) throws IOException {
    write(out, true, content);
  }

  /// The document that `content` describes, as machines exchange it: no space, no line feed.
  public static byte[] compact(Consumer<JsonOutput> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonBytes json = JsonBytes.of(out, false);
    content.accept(new JsonOutput(json));
    json.flush();
    return out.toByteArray();
  }

  /// Writes the objects that `content` describes, a line each.
  ///
  /// @param out flushed, stays open
  /// @throws IOException where the bytes cannot be written
  public static void writeLines(OutputStream out, Consumer<JsonOutput> content) throws IOException {
    write(out, false, content);
  }

  private static void write(OutputStream out, boolean isForPeople, Consumer<JsonOutput> content)
      throws IOException {
    JsonBytes json = JsonBytes.of(out, isForPeople);
    try {
      content.accept(new JsonOutput(json));
      json.lineFeed();
      json.flush();
    } catch (JsonBytes.Unwritten e) {
      throw e.getCause();
    }
    out.flush();
  }

  /// `{…}`, as the document or as an item.
  public void object(Runnable members) {
    json.open('{');
    members.run();
    json.close('}');
  }

  /// A member that is an object.
  public void object(String name, Runnable members) {
    json.name(name);
    object(members);
  }

  /// `[…]`, as the document or as an item.
  public void array(Runnable items) {
    json.open('[');
    items.run();
    json.close(']');
  }

  /// A member that is an array.
  public void array(String name, Runnable items) {
    json.name(name);
    array(items);
  }

  /// An item that is a text.
  public void item(String value) {
    json.text(value);
  }

  /// An item that is whatever was read or made.
  public void item(Json value) {
    value(value);
  }

  /// A member that is a text, an empty one too.
  public void put(String name, String value) {
    json.name(name);
    json.text(value);
  }

  /// A member that is a whole number.
  public void put(String name, long value) {
    json.name(name);
    json.literal(Long.toString(value));
  }

  /// A member that is a number, without a fraction where it has none.
  public void put(String name, double value) {
    json.name(name);
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    json.literal(new BigDecimal(exact.toPlainString()).toString());
  }

  /// A member that is `true` or `false`.
  public void put(String name, boolean value) {
    json.name(name);
    json.literal(Boolean.toString(value));
  }

  /// A member that is whatever was read.
  public void put(String name, Json value) {
    json.name(name);
    value(value);
  }

  /// A member that is an array of texts, an empty one too.
  public void put(String name, Collection<String> values) {
    array(name, () -> values.forEach(this::item));
  }

  /// A member that stands there only where the text has something in it.
  public void putAny(String name, String value) {
    if (!value.isEmpty()) {
      put(name, value);
    }
  }

  /// A member that stands there only where the number is not 0.
  public void putAny(String name, long value) {
    if (value != 0) {
      put(name, value);
    }
  }

  /// A member that stands there only where it is `true`.
  public void putAny(String name, boolean value) {
    if (value) {
      put(name, true);
    }
  }

  /// A member that stands there only where there is an item.
  public void putAny(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      put(name, values);
    }
  }

  /// The array of that name with an item for each value; nothing at all where there is none.
  public <T> void arrayOfAny(String name, Collection<T> values, Consumer<T> item) {
    if (!values.isEmpty()) {
      array(name, () -> values.forEach(item));
    }
  }

  /// The same, with another thread writing items from the end where there are many of them.
  ///
  /// @param writer makes what writes an item to that output; items do not depend on each other
  public <T> void arrayOfMany(
      String name, List<T> values, Function<JsonOutput, Consumer<T>> writer) {
    if (values.size() < ManyItems.FEWEST) {
      arrayOfAny(name, values, writer.apply(this));
      return;
    }
    array(
        name,
        () -> {
          Consumer<T> here = writer.apply(this);
          here.accept(values.getFirst());
          for (int from = 1; from < values.size(); from += ManyItems.MOST) {
            List<T> some = values.subList(from, Math.min(values.size(), from + ManyItems.MOST));
            new ManyItems<>(json, some).write(here, part -> writer.apply(new JsonOutput(part)));
          }
        });
  }

  /// No `switch`, which would link code when it is first used.
  private void value(Json value) {
    if (value instanceof Json.Obj(Map<String, Json> members)) {
      object(() -> members.forEach((name, member) -> put(name, member)));
    } else if (value instanceof Json.Arr(List<Json> items)) {
      array(() -> items.forEach(this::value));
    } else if (value instanceof Json.Str(String text)) {
      item(text);
    } else if (value instanceof Json.Num(String literal)) {
      json.literal(literal);
    } else if (value instanceof Json.Bool(boolean bool)) {
      json.literal(Boolean.toString(bool));
    } else if (value instanceof Json.Null) {
      json.literal("null");
    } else {
      throw new IllegalStateException("a value of a kind that nobody writes: " + value);
    }
  }
}
