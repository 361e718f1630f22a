package dev.assay.cli.flag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.networknt.schema.Schema;
import dev.assay.cli.flag.Flag.Standing;
import dev.assay.config.ConfigFile;
import dev.assay.failure.UsageFailure;
import dev.assay.format.json.JsonOutput;
import dev.assay.report.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/schema/assay.schema.json` is made from the flags, by `-Dgolden.update=true`, and says the
/// same as the reader of the file.
class ConfigSchemaTest {
  private static final Path SCHEMA = Path.of("docs/schema/assay.schema.json");

  @Test
  void theSchemaIsMadeFromTheFlags() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonOutput.write(out, json -> json.object(() -> root(json)));
    if (Boolean.getBoolean("golden.update")) {
      Files.write(SCHEMA, out.toByteArray());
    }
    assertEquals(
        Files.readString(SCHEMA),
        out.toString(UTF_8),
        "flags have changed: run this test with -Dgolden.update=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'severity': ['CRITICAL', 'HIGH']}",
        "{'severity': 'CRITICAL,HIGH'}",
        "{'severity': 'high'}",
        "{'exit-code': 1, 'timeout': '10m', 'quiet': true}",
        "{'vulnerability': {'ignore-unfixed': true}, 'db': {'skip-update': false}}",
        "{'scan': {'skip-dirs': ['node_modules', 'a b'], 'parallel': 2}}",
        "{'image': {'platform': 'linux/arm64', 'max-size': '10GB'}}",
        "{'cache': null}",
        "{'license': {'full': false}}"
      })
  void whatTheSchemaAcceptsTheReaderAccepts(String text, @TempDir Path folder) throws IOException {
    String document = text.replace('\'', '"');
    assertEquals(List.of(), Schemas.errors(schema(), document.getBytes(UTF_8)));
    assertEquals("", problem(document, folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'severty': 'HIGH'}",
        "{'scan': {'skip-dir': ['x']}}",
        "{'db': 'skip-update'}",
        "{'timeout': ['5m', '6m']}",
        "{'severity': {'HIGH': true}}"
      })
  void whatTheSchemaRefusesTheReaderRefuses(String text, @TempDir Path folder) throws IOException {
    String document = text.replace('\'', '"');
    assertNotEquals(List.of(), Schemas.errors(schema(), document.getBytes(UTF_8)));
    assertNotEquals("", problem(document, folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'severity': 'HIHG'}",
        "{'exit-code': -1}",
        "{'exit-code': 'one'}",
        "{'timeout': 'soon'}",
        "{'quiet': 'maybe'}",
        "{'image': {'max-size': 'big'}}"
      })
  void wrongValuesAreRefused(String text) {
    assertNotEquals(List.of(), Schemas.errors(schema(), text.replace('\'', '"').getBytes(UTF_8)));
  }

  private static Schema schema() {
    return Schemas.ours("assay.schema.json");
  }

  /// What the reader has against the document: JSON is YAML.
  private static String problem(String document, Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("assay.yaml"), document);
    try {
      ConfigFile.read(file, AllFlags.configKeys());
      return "";
    } catch (UsageFailure e) {
      return e.toString();
    }
  }

  @Test
  void theReaderOfTheTestsIsTheOneThatFails(@TempDir Path folder) {
    assertThrows(
        UsageFailure.class,
        () -> ConfigFile.read(folder.resolve("missing.yaml"), AllFlags.configKeys()));
  }

  private static void root(JsonOutput json) {
    json.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    json.put("title", "assay.yaml");
    json.put(
        "description",
        "Settings of Assay, with the keys of Trivy's trivy.yaml. A flag and a variable win over"
            + " what stands here.");
    Map<String, Flag> flags =
        AllFlags.flags().stream()
            .filter(flag -> !flag.key().isEmpty())
            .collect(Collectors.toMap(Flag::key, flag -> flag, (first, _) -> first));
    section(json, "", flags, AllFlags.keys());
    json.object("$defs", () -> kinds(json));
  }

  private static void section(
      JsonOutput json, String prefix, Map<String, Flag> flags, List<String> keys) {
    json.put("type", List.of("object", "null"));
    json.put("additionalProperties", false);
    Map<String, List<String>> members = new TreeMap<>();
    for (String key : keys) {
      String rest = key.substring(prefix.length());
      int dot = rest.indexOf('.');
      members
          .computeIfAbsent(dot < 0 ? rest : rest.substring(0, dot), _ -> new ArrayList<>())
          .add(key);
    }
    json.object(
        "properties",
        () ->
            members.forEach((name, below) ->
                json.object(
                    name,
                    () -> {
                      if (below.equals(List.of(prefix + name))) {
                        value(json, flags.get(prefix + name));
                      } else {
                        section(json, prefix + name + ".", flags, below);
                      }
                    })));
  }

  private static void value(JsonOutput json, @Nullable Flag flag) {
    boolean isLater = flag == null || flag.promise().standing() == Standing.NOT_BUILT_YET;
    String text = flag == null ? "" : flag.text();
    String later = text.isEmpty() ? "not built yet" : text + " (not built yet)";
    json.putAny("description", isLater ? later : text);
    List<String> words = flag == null || isLater ? List.of() : spellings(flag.value().words());
    boolean takesList = flag == null || flag.takesSeveral();
    if (words.isEmpty()) {
      String kind = takesList ? "list" : Objects.requireNonNull(flag).kind().name();
      json.put("$ref", "#/$defs/" + kind.toLowerCase(Locale.ROOT));
    } else if (takesList) {
      words(json, words);
    } else {
      json.put("enum", words);
    }
  }

  private static void words(JsonOutput json, List<String> words) {
    String any = words.stream().map(ConfigSchemaTest::literally).collect(Collectors.joining("|"));
    json.array(
        "anyOf",
        () -> {
          json.object(() -> {
            json.put("type", "array");
            json.object("items", () -> json.put("enum", words));
          });
          json.object(() -> {
            json.put("type", "string");
            json.put("pattern", "^(" + any + ")( *, *(" + any + "))*$");
          });
          json.object(() -> json.put("type", "null"));
        });
  }

  /// The kinds of values. A key without a value says nothing, so `null` is always right.
  private static void kinds(JsonOutput json) {
    List<String> scalar = List.of("string", "number", "boolean", "null");
    json.object("text", () -> json.put("type", scalar));
    json.object("optional", () -> json.put("type", scalar));
    json.object("switch", () -> json.put("type", List.of("boolean", "null")));
    json.object(
        "duration",
        () -> {
          json.put("type", List.of("string", "null"));
          json.put("pattern", "^([0-9]+([.][0-9]+)?(ns|us|µs|ms|s|m|h))+$");
        });
    either(json, "number", "integer", "minimum");
    either(json, "size", "string", "pattern", "integer", "minimum");
    json.object(
        "list",
        () -> {
          json.put("type", List.of("array", "string", "number", "boolean", "null"));
          json.object("items", () -> json.put("type", List.of("string", "number", "boolean")));
        });
  }

  /// One of several types, each with its bound.
  private static void either(JsonOutput json, String name, String... typesAndBounds) {
    json.object(
        name,
        () ->
            json.array(
                "anyOf",
                () -> {
                  for (int i = 0; i < typesAndBounds.length; i += 2) {
                    String type = typesAndBounds[i];
                    String bound = typesAndBounds[i + 1];
                    json.object(() -> {
                      json.put("type", type);
                      if (bound.equals("minimum")) {
                        json.put(bound, 0);
                      } else {
                        json.put(bound, "^[0-9]+([.][0-9]+)? ?([kKmMgGtT][iI]?)?[bB]?$");
                      }
                    });
                  }
                  json.object(() -> json.put("type", "null"));
                }));
  }

  /// Words are read in any case; these are the ones people write.
  private static List<String> spellings(List<String> words) {
    TreeSet<String> spellings = new TreeSet<>(words);
    words.forEach(word -> spellings.add(word.toLowerCase(Locale.ROOT)));
    return List.copyOf(spellings);
  }

  private static String literally(String word) {
    return word.matches("[A-Za-z0-9_-]+") ? word : Pattern.quote(word);
  }
}
