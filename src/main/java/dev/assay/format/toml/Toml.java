package dev.assay.format.toml;

import dev.assay.format.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads TOML 1.0. A part that breaks the format is named and left out; reading goes on at the next
/// table.
///
/// Numbers stay as written but for `_`; dates and times become text.
///
/// Source: <https://toml.io/en/v1.0.0>
public final class Toml {
  private static final int MAX_PROBLEMS = 20;

  /// How deep a table may lie, and how deep values may nest in it.
  static final int MAX_DEPTH = 100;

  private final TomlScanner scanner;
  private final TomlValues values;
  private final Map<String, Object> root = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private Map<String, Object> table = root;
  private int tableDepth;

  private Toml(String text) {
    scanner = new TomlScanner(text);
    values = new TomlValues(scanner);
  }

  /// What a document says.
  ///
  /// @param document the whole, but for what is broken
  /// @param problems what is broken
  public record Result(Json document, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /// A part that breaks the format.
  ///
  /// @param line from 1
  /// @param text what is wrong, in a clause
  public record Problem(long line, String text) {}

  /// Reads a document. Bounding its length is the caller's part; the number and depth of its values
  /// is bounded here.
  public static Result read(String text) {
    return new Toml(text).read();
  }

  private Result read() {
    while (!scanner.isAtEnd()) {
      try {
        line();
      } catch (TomlException e) {
        problems.add(new Problem(scanner.line(), e.problem));
        if (e.isFatal || problems.size() >= MAX_PROBLEMS) {
          break;
        }
        scanner.skipToTable();
        table = new LinkedHashMap<>(); // what comes before the next table has no place
      }
    }
    return new Result(json(root), problems);
  }

  private void line() throws TomlException {
    scanner.skipBlank(true);
    if (scanner.isAtEnd()) {
      return;
    }
    if (scanner.take("[[")) {
      List<String> path = header("]]");
      table = new LinkedHashMap<>();
      list(path).add(table);
    } else if (scanner.take("[")) {
      List<String> path = header("]");
      table = descend(descend(root, path.subList(0, path.size() - 1)), path.getLast());
    } else {
      values.entry(table, tableDepth);
    }
    scanner.endOfLine();
  }

  private List<String> header(String end) throws TomlException {
    scanner.skipBlank(false);
    List<String> path = values.key();
    scanner.expect(end);
    if (path.size() > MAX_DEPTH) {
      throw new TomlException("tables nested too deeply");
    }
    tableDepth = path.size();
    return path;
  }

  private List<Object> list(List<String> path) throws TomlException {
    Map<String, Object> parent = descend(root, path.subList(0, path.size() - 1));
    Object known = parent.computeIfAbsent(path.getLast(), _ -> new ArrayList<>());
    if (known instanceof ArrayList<?>) {
      @SuppressWarnings("unchecked")
      List<Object> items = (List<Object>) known;
      values.count();
      return items;
    }
    throw new TomlException("`" + path.getLast() + "` is no list of tables");
  }

  private Map<String, Object> descend(Map<String, Object> from, List<String> path)
      throws TomlException {
    Map<String, Object> here = from;
    for (String key : path) {
      here = descend(here, key);
    }
    return here;
  }

  /// Into the table of that name, which is made where there is none; of a list, into its last.
  private Map<String, Object> descend(Map<String, Object> from, String key) throws TomlException {
    values.count();
    Object known = from.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>());
    if (known instanceof ArrayList<?> items && !items.isEmpty()) {
      known = items.getLast();
    }
    if (known instanceof LinkedHashMap<?, ?>) {
      @SuppressWarnings("unchecked")
      Map<String, Object> below = (Map<String, Object>) known;
      return below;
    }
    throw new TomlException("`" + key + "` is no table");
  }

  private static Json json(Object value) {
    return switch (value) {
      case Json json -> json;
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, Json>();
        map.forEach((key, member) -> members.put((String) key, json(member)));
        yield new Json.Obj(members);
      }
      case List<?> list -> new Json.Arr(list.stream().map(Toml::json).toList());
      default -> throw new IllegalStateException(value.getClass().getName());
    };
  }
}
