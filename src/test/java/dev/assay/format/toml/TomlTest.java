package dev.assay.format.toml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

class TomlTest {
  private static final String DOCUMENT =
      """
      # a comment
      version = 1
      "quoted key" = 'a \\ b'
      a.b."c.d" = true # more
      numbers = [ +1, -2_000, 0xFF, 1e5, 3.14, inf, ]
      date = 1979-05-27 07:32:00Z
      day = 1979-05-27
      time = 07:32:00.999
      text = "tab\\t quote\\" \\u00E9 \\U0001F600"
      many = \"""
      one \\
          two\""\"""
      raw = '''
      C:\\x ''
      '''

      [[package]]
      name = "x"
      source = { registry = "https://pypi.org/simple", deep = { a = [{ b = 1 }] } }
      dependencies = [
          { name = "idna" }, # first
          { name = "sniffio", marker = "python_full_version < '3.11'" },
      ]
      [package.extras]
      dev = []

      [[package]]
      name = "y"

      [tool."poetry".x]
      empty = ""
      [ tool . z ]
      """;

  @Test
  void readsWhatAnotherParserReads() {
    Toml.Result ours = Toml.read(DOCUMENT);
    assertEquals(List.of(), ours.problems());
    TomlParseResult theirs = org.tomlj.Toml.parse(DOCUMENT);
    assertFalse(theirs.hasErrors(), () -> theirs.errors().toString());
    assertEquals(plain(theirs), plain(ours.document()));
  }

  @Test
  void agreesWithAnotherParserOnDamagedText() {
    var random = new Random(5);
    String alphabet = "\n=[]{}\"'#.,\\ a1-";
    int accepted = 0;
    for (int round = 0; round < 600; round++) {
      var text = new StringBuilder(DOCUMENT);
      text.setCharAt(
          random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
      Toml.Result ours = Toml.read(text.toString());
      TomlParseResult theirs = org.tomlj.Toml.parse(text.toString());
      // We take more than the grammar allows, such as a table that is opened twice; never less.
      if (!theirs.hasErrors()) {
        accepted++;
        assertEquals(List.of(), ours.problems(), text::toString);
        assertEquals(plain(theirs), plain(ours.document()), text::toString);
      }
    }
    assertTrue(accepted > 100, "too few of the texts are valid to prove anything");
  }

  @Test
  void goesOnAtTheNextTableAndNamesTheLine() {
    Toml.Result read = Toml.read("a = 1\n[[p]]\nx = ?\ny = 2\n[[p]]\nx = 3\n");
    assertEquals(List.of(new Toml.Problem(3, "expected a value, found ``")), read.problems());
    assertEquals("3", ((Json.Num) read.document().at("p").items().get(1).at("x")).literal());
    assertEquals("1", ((Json.Num) read.document().at("a")).literal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a=", "a.", "{a=[", "[[a.b.c.d"})
  void isNotDrownedByDepth(String opening) {
    Toml.Result read = Toml.read("a = 1\nx = " + opening.repeat(100_000));
    assertFalse(read.problems().isEmpty());
    assertFalse(Toml.read(opening.repeat(100_000)).problems().isEmpty());
    assertEquals("1", ((Json.Num) read.document().at("a")).literal());
  }

  @Test
  void stopsAtTooManyValues() {
    Toml.Result read = Toml.read("a = [" + "1,".repeat(600_000) + "]\nb = 2\n");
    assertEquals(1, read.problems().size());
    assertTrue(read.problems().getFirst().text().contains("values"));
  }

  private static Object plain(Json value) {
    return switch (value) {
      case Json.Obj obj -> {
        Map<String, Object> members = new TreeMap<>();
        obj.members().forEach((key, member) -> members.put(key, plain(member)));
        yield members;
      }
      case Json.Arr arr -> arr.items().stream().map(TomlTest::plain).toList();
      case Json.Str str -> str.value();
      case Json.Bool bool -> bool.value();
      case Json.Num num -> number(num.literal());
      case Json.Null _ -> "null";
    };
  }

  private static Object number(String literal) {
    return literal.startsWith("0x")
        ? (double) Long.parseLong(literal.substring(2), 16)
        : Double.parseDouble(literal.replace("inf", "Infinity"));
  }

  private static Object plain(Object value) {
    return switch (value) {
      case TomlTable table -> {
        Map<String, Object> members = new TreeMap<>();
        for (String key : table.keySet()) {
          members.put(key, plain(table.get(List.of(key))));
        }
        yield members;
      }
      case TomlArray array -> array.toList().stream().map(TomlTest::plain).toList();
      case Number number -> number.doubleValue();
      case java.time.OffsetDateTime time ->
          time.toLocalDateTime().toString().replace('T', ' ') + ":00Z";
      case java.time.LocalDate day -> day.toString();
      case java.time.LocalTime time -> time.toString();
      default -> value;
    };
  }
}
