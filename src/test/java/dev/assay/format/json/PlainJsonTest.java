package dev.assay.format.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From a stream, Jackson reads; from bytes, it reads what is not plain.
class PlainJsonTest {
  private static final String DOCUMENT =
      """
      { "schemaVersion": 2, "float": -1.50e+3, "zero": 0, "small": -0.0, "empty": {}, "none": [ ],
        "text": "a\\u00e9\\n\\"\\\\\\/\\t\\b\\f\\r é 漢 𐍈 \\u2028", "": null, "a": "1", "a": "2",
        "layers": [{"size": 12345678901234567890}, [true, false, null], "x", [[[]]]] }
      """;

  private static Optional<Json> byLibrary(byte[] content) throws IOException {
    try {
      return Optional.of(Json.parse(new ByteArrayInputStream(content), "x"));
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }

  private static void agrees(byte[] content) throws IOException {
    Optional<Json> plain = PlainJson.parse(content, false);
    if (plain.isPresent()) {
      assertEquals(byLibrary(content), plain, () -> new String(content, ISO_8859_1));
    }
  }

  @Test
  void readsWhatTheLibraryReads() throws IOException {
    byte[] content = DOCUMENT.getBytes(UTF_8);
    assertTrue(PlainJson.parse(content, false).isPresent());
    assertEquals(byLibrary(content), PlainJson.parse(content, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}}",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1.e3",
        "NaN",
        "truex",
        "tru",
        "1 2",
        "// x\n1",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u123",
        "\"\\ud83d\\ude00\"",
        "\"\u0001\"",
        "\"\\n\u0001\"",
        "\"",
        "\"\\",
        "\uFEFF1",
        "\u00A01"
      })
  void leavesAllElseToTheLibrary(String text) {
    assertEquals(Optional.empty(), PlainJson.parse(text.getBytes(UTF_8), false));
  }

  @Test
  void leavesWhatIsNotUtf8ToTheLibrary() {
    for (String text : new String[] {"\"\u00C0\u0080\"", "\"\u00ED\u00A0\u0080\"", "\"\u00FF\""}) {
      assertEquals(Optional.empty(), PlainJson.parse(text.getBytes(ISO_8859_1), false));
    }
  }

  @Test
  void leavesWhatIsDeepOrLongToTheLibrary() throws IOException {
    for (int depth : new int[] {1, 99, 100, 101, 200, 100_000}) {
      byte[] content = ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
      assertEquals(depth <= 100, PlainJson.parse(content, false).isPresent(), "depth " + depth);
      agrees(content);
    }
    assertEquals(Optional.empty(), PlainJson.parse("1".repeat(101).getBytes(UTF_8), false));
    byte[] name = ("{\"" + "a".repeat(10_001) + "\":1}").getBytes(UTF_8);
    assertEquals(Optional.empty(), PlainJson.parse(name, false));
    byte[] large = ("\"" + "a".repeat(1 << 20) + "\"").getBytes(UTF_8);
    assertEquals(Optional.empty(), PlainJson.parse(large, false));
  }

  @Test
  void aKeyThatIsThereTwiceIsPlainOnlyWhereTheLastOneCounts() {
    byte[] content = "{\"a\":{\"b\":1,\"b\":2}}".getBytes(UTF_8);
    assertTrue(PlainJson.parse(content, false).isPresent());
    assertEquals(Optional.empty(), PlainJson.parse(content, true));
  }

  @Test
  void agreesWithTheLibraryOnWhateverItReads() throws IOException {
    Random random = new Random(11);
    byte[] whole = DOCUMENT.getBytes(UTF_8);
    String pieces = "{}[]:,\"\\ \n\t0123456789-+.eEutrfalsn\u00e9\u0000";
    int read = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] content = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        content[random.nextInt(content.length)] =
            (byte)
                (random.nextBoolean()
                    ? random.nextInt(256)
                    : pieces.charAt(random.nextInt(pieces.length())));
      }
      agrees(content);
      read += PlainJson.parse(content, false).isPresent() ? 1 : 0;
      StringBuilder made = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        made.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      agrees(made.toString().getBytes(random.nextBoolean() ? UTF_8 : ISO_8859_1));
    }
    assertTrue(read > 2_000, "read " + read);
  }
}
