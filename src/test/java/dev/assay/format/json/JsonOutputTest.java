package dev.assay.format.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  private static final int SEED = 20_251_122;

  @Test
  void writesForPeopleALineForEachMember() throws IOException {
    String text =
        written(json ->
            json.object(() -> {
              json.put("a", 1);
              json.put("b", List.of("x", "y"));
              json.object("c", () -> {});
              json.array("d", () -> {});
              json.put("e", 0.5);
              json.put("f", 0.000_000_1);
              json.put("g", true);
              json.put("h", Json.Null.NULL);
            }));
    assertEquals(
        """
        {
          "a": 1,
          "b": [
            "x",
            "y"
          ],
          "c": {},
          "d": [],
          "e": 0.5,
          "f": 1E-7,
          "g": true,
          "h": null
        }
        """,
        text);
  }

  @Test
  void writesForMachinesWithoutABlank() {
    byte[] bytes =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("a", List.of("x", "y"));
              json.put("b", -1);
            }));
    assertEquals("{\"a\":[\"x\",\"y\"],\"b\":-1}", new String(bytes, UTF_8));
  }

  @Test
  void writesALineForEachObject() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonOutput.writeLines(
        out,
        json -> {
          json.object(() -> json.put("a", 1));
          json.object(() -> json.put("a", 2));
        });
    assertEquals("{\"a\":1}\n{\"a\":2}\n", out.toString(UTF_8));
  }

  @Test
  void escapesWhatSteersATerminalAndWhatIsNoCharacter() throws IOException {
    assertEquals(
        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u001B\\u007F\\u0085\\u202e\\u2066é€\uD83D\uDE00\uFFFD\"\n",
        written(json ->
            json.item("\"\\/\b\f\n\r\t\u001B\u007F\u0085\u202E\u2066é€\uD83D\uDE00\uD83D")));
  }

  /// Whatever the lengths of texts before, around and across the ends of its buffer.
  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    Random random = new Random(SEED);
    for (int run = 0; run < 60; run++) {
      Json value = value(random, 0);
      byte[] compact = JsonOutput.compact(json -> json.item(value));
      assertEquals(value, Json.parse(compact, "compact"));
      String pretty = written(json -> json.item(value));
      assertEquals(value, Json.parse(pretty.getBytes(UTF_8), "pretty"));
    }
  }

  private static Json value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : depth > 4 ? 4 : 6)) {
      case 0, 4 -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int left = depth > 4 ? 0 : random.nextInt(8); left > 0; left--) {
          members.put(text(random), value(random, depth + 1));
        }
        yield new Json.Obj(members);
      }
      case 1, 5 -> {
        List<Json> items = new ArrayList<>();
        for (int left = depth > 4 ? 0 : random.nextInt(8); left > 0; left--) {
          items.add(value(random, depth + 1));
        }
        yield new Json.Arr(items);
      }
      case 2 -> new Json.Str(text(random));
      default -> new Json.Num(Long.toString(random.nextLong()));
    };
  }

  private static String text(Random random) {
    int length = random.nextInt(50) == 0 ? random.nextInt(10_000) : random.nextInt(30);
    StringBuilder text = new StringBuilder();
    boolean isPlain = random.nextBoolean();
    while (text.length() < length) {
      int c = isPlain ? ' ' + random.nextInt(95) : random.nextInt(0x11000);
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }

  @Test
  void whatTheContentFailsOfIsNotTheStreams() {
    UncheckedIOException unread = new UncheckedIOException(new IOException("unread"));
    assertSame(
        unread,
        assertThrows(
            UncheckedIOException.class,
            () ->
                written(json -> {
                  throw unread;
                })));
  }

  @Test
  void aStreamThatIsFullIsSaidSo() {
    IOException full = new IOException("no space left");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    IOException thrown =
        assertThrows(
            IOException.class, () -> JsonOutput.write(out, json -> json.item("a".repeat(100_000))));
    assertSame(full, thrown);
  }

  private static String written(Consumer<JsonOutput> content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonOutput.write(out, content);
    return out.toString(UTF_8);
  }
}
