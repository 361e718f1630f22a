package dev.assay.format.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyItemsTest {
  private static List<String> values(int count) {
    return IntStream.range(0, count).mapToObj(i -> "value \"" + i + "\" ä").toList();
  }

  private static void item(JsonOutput json, String value) {
    json.object(() -> {
      json.put("Text", value);
      json.put("Texts", List.of(value, "x".repeat(value.length() * 10)));
      json.object("None", () -> {});
    });
  }

  private static String written(Consumer<JsonOutput> content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonOutput.write(out, content);
    return out.toString(UTF_8);
  }

  private static void document(JsonOutput json, Runnable array) {
    json.object(() -> {
      json.put("Before", 1);
      json.array("Results", () -> json.object(array));
      json.put("After", 2);
    });
  }

  @Test
  void writesTheSameAsOneByOne() throws IOException {
    List<Integer> counts =
        List.of(0, 1, 255, 256, 257, 1_000, ManyItems.MOST, ManyItems.MOST + 1, 9_001);
    for (int count : counts) {
      List<String> values = values(count);
      String expected =
          written(json ->
              document(json, () -> json.arrayOfAny("Many", values, one -> item(json, one))));
      String actual =
          written(json ->
              document(
                  json, () -> json.arrayOfMany("Many", values, part -> one -> item(part, one))));
      assertEquals(expected, actual, count + " values");
    }
  }

  @Test
  void writesTheSameWhereItemsAreLong() throws IOException {
    List<String> values =
        IntStream.range(0, 300).mapToObj(i -> i + "x".repeat(i % 7 * 10_000)).toList();
    String expected =
        written(
            json -> document(json, () -> json.arrayOfAny("Many", values, one -> item(json, one))));
    String actual =
        written(json ->
            document(json, () -> json.arrayOfMany("Many", values, part -> one -> item(part, one))));
    assertEquals(expected, actual);
  }

  @Test
  void writesTheSameForMachines() {
    List<String> values = values(700);
    byte[] expected =
        JsonOutput.compact(
            json -> document(json, () -> json.arrayOfAny("Many", values, one -> item(json, one))));
    byte[] actual =
        JsonOutput.compact(json ->
            document(json, () -> json.arrayOfMany("Many", values, part -> one -> item(part, one))));
    assertEquals(new String(expected, UTF_8), new String(actual, UTF_8));
  }

  @Test
  void failsWhereverAnItemFails() {
    List<String> values = values(1_000);
    for (int at : new int[] {0, 1, 500, 999}) {
      String wrong = values.get(at);
      assertThrows(
          RuntimeException.class,
          () ->
              written(json ->
                  document(
                      json,
                      () ->
                          json.arrayOfMany(
                              "Many",
                              values,
                              part ->
                                  one -> {
                                    if (one.equals(wrong)) {
                                      throw new IllegalStateException("wrong");
                                    }
                                    item(part, one);
                                  }))));
    }
  }

  @Test
  void tellsWhenTheStreamTakesNoMore() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    List<String> values = values(5_000);
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                JsonOutput.write(
                    full,
                    json ->
                        json.object(() ->
                            json.arrayOfMany("Many", values, part -> one -> item(part, one)))));
    assertEquals("full", failure.getMessage());
  }
}
