package dev.assay.format.yaml;

import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the first document of a YAML text. A plain `true` or `false` becomes a boolean and a plain
/// `null`, `~` or nothing becomes nothing; every other scalar stays text, since a version such as
/// `1.10` must not become a number.
///
/// Source: <https://yaml.org/spec/1.2.2/>
public final class Yaml {
  private static final int MAX_DEPTH = 100;

  /// About 60 MB of memory.
  private static final int MAX_VALUES = 500_000;

  private final Deque<Open> open = new ArrayDeque<>();
  private Optional<Json> document = Optional.empty();
  private int count;

  private Yaml() {}

  /// What a document says.
  ///
  /// @param document the whole, or what came before the part that breaks the format
  /// @param problem what is broken
  public record Result(Json document, Optional<Problem> problem) {}

  /// A part that breaks the format.
  ///
  /// @param line from 1, 0 where unknown
  /// @param text what is wrong, in a clause
  public record Problem(long line, String text) {}

  /// A mapping or a sequence whose end is still to come.
  private static final class Open {
    final boolean isMapping;
    final Map<String, Json> members = new LinkedHashMap<>();
    final List<Json> items = new ArrayList<>();
    Optional<String> key = Optional.empty();

    Open(boolean isMapping) {
      this.isMapping = isMapping;
    }

    void add(Json value) {
      if (!isMapping) {
        items.add(value);
      } else if (key.isEmpty()) {
        key = Optional.of(value.text());
      } else {
        members.putIfAbsent(key.get(), value);
        key = Optional.empty();
      }
    }

    Json value() {
      return isMapping ? new Json.Obj(members) : new Json.Arr(items);
    }
  }

  /// Reads a document. Bounding its length is the caller's part; the number and depth of its values
  /// is bounded here. An alias becomes nothing.
  public static Result read(String text) {
    return new Yaml().readAll(text);
  }

  private Result readAll(String text) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    Optional<Problem> problem = Optional.empty();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        if (event instanceof DocumentEndEvent) {
          break;
        }
        problem = take(event);
        if (problem.isPresent()) {
          break;
        }
      }
    } catch (MarkedYamlEngineException e) {
      long line = e.getProblemMark().map(mark -> mark.getLine() + 1L).orElse(0L);
      problem = Optional.of(new Problem(line, "not valid YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      String message = Lines.excerpt(String.valueOf(e.getMessage()));
      problem = Optional.of(new Problem(0, "not valid YAML: " + message));
    }
    while (!open.isEmpty()) {
      add(open.pop().value());
    }
    return new Result(document.orElse(Json.Null.NULL), problem);
  }

  private Optional<Problem> take(Event event) {
    long line = event.getStartMark().map(mark -> mark.getLine() + 1L).orElse(0L);
    if (++count > MAX_VALUES) {
      return Optional.of(new Problem(line, "more than " + MAX_VALUES + " values"));
    }
    if (open.size() > MAX_DEPTH) {
      return Optional.of(new Problem(line, "values nested too deeply"));
    }
    switch (event) {
      case MappingStartEvent _ -> open.push(new Open(true));
      case SequenceStartEvent _ -> open.push(new Open(false));
      case MappingEndEvent _ -> add(open.pop().value());
      case SequenceEndEvent _ -> add(open.pop().value());
      case ScalarEvent scalar -> add(scalar(scalar));
      case AliasEvent _ -> add(Json.Null.NULL);
      default -> {}
    }
    return Optional.empty();
  }

  private void add(Json value) {
    if (open.isEmpty()) {
      document = Optional.of(value);
    } else {
      open.getFirst().add(value);
    }
  }

  private Json scalar(ScalarEvent event) {
    boolean isKey = !open.isEmpty() && open.getFirst().isMapping && open.getFirst().key.isEmpty();
    String text = event.getValue();
    if (isKey || !event.isPlain()) {
      return new Json.Str(text);
    }
    return switch (text) {
      case "true" -> new Json.Bool(true);
      case "false" -> new Json.Bool(false);
      case "", "null", "~" -> Json.Null.NULL;
      default -> new Json.Str(text);
    };
  }
}
