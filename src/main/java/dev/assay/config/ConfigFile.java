package dev.assay.config;

import dev.assay.failure.UsageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What a configuration file says, key by key, with the line of each.
///
/// @param values by dotted key; a key without a value is left out
public record ConfigFile(Path path, Map<String, Entry> values) {
  /// Says nothing.
  public static final ConfigFile NONE = new ConfigFile(Path.of(""), Map.of());

  static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 50;
  private static final String HINT =
      "`assay --generate-default-config` writes a file with every key as it should be";

  public ConfigFile {
    values = Map.copyOf(values);
  }

  /// The value of one key.
  ///
  /// @param items one for a scalar, any number for a list
  /// @param isList whether it was written as a list
  /// @param line counted from 1
  public record Entry(List<String> items, boolean isList, int line) {
    public Entry {
      items = List.copyOf(items);
    }
  }

  /// What a key may hold, and what else the reader should say about a key it does not know.
  public interface Keys {
    /// Whether there is such a key.
    boolean contains(String key);

    /// Whether the key may hold a list.
    boolean takesList(String key);

    /// Whether there are keys below that one.
    boolean isSection(String key);

    /// Why a key that exists elsewhere cannot be used; empty where it can.
    String refusal(String key);

    /// A hint for a key that does not exist; may be empty.
    String hint(String key);
  }

  /// Reads a file.
  ///
  /// @throws UsageFailure where it is missing, no YAML, or has a key or value that cannot be
  public static ConfigFile read(Path path, Keys keys) {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new UsageFailure(
          "cannot read configuration " + path + ": no such file",
          "`assay --generate-default-config` writes one to start from");
    } catch (IOException e) {
      throw new UsageFailure("cannot read configuration " + path + ": " + e.getMessage(), HINT);
    }
    if (content.length > MAX_BYTES) {
      throw new UsageFailure("cannot read configuration " + path + ": longer than 1 MiB", HINT);
    }
    return parse(path, content, keys);
  }

  /// Reads a file's bytes.
  static ConfigFile parse(Path path, byte[] content, Keys keys) {
    var reader = new Reader(path, keys);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      checkDepth(text, reader);
      new Compose(settings()).composeString(text).ifPresent(root -> reader.mapping(root, "", 0));
    } catch (CharacterCodingException e) {
      throw new UsageFailure("cannot read configuration " + path + ": not UTF-8", HINT);
    } catch (MarkedYamlEngineException e) {
      throw reader.failure(line(e.getProblemMark()), e.getProblem(), "");
    } catch (YamlEngineException e) {
      throw new UsageFailure("cannot read configuration " + path + ": not valid YAML", HINT);
    }
    return new ConfigFile(path, reader.values);
  }

  /// Made where there is a file: mostly there is none, and it takes 2 ms.
  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setCodePointLimit(MAX_BYTES)
        .setMaxAliasesForCollections(50)
        .setAllowRecursiveKeys(false)
        .setUseMarks(true)
        .build();
  }

  /// The library builds its tree by recursion, so the depth is counted on the events before.
  private static void checkDepth(String text, Reader reader) {
    int depth = 0;
    for (Event event : new Parse(settings()).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw reader.failure(line(event.getStartMark()), "too much nesting", "");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(at -> at.getLine() + 1).orElse(1);
  }

  /// One walk over the tree.
  private static final class Reader {
    private final Path path;
    private final Keys keys;
    private final Map<String, Entry> values = new LinkedHashMap<>();
    private int nodes;

    Reader(Path path, Keys keys) {
      this.path = path;
      this.keys = keys;
    }

    void mapping(Node node, String prefix, int depth) {
      if (isNull(node)) {
        return;
      }
      if (!(node instanceof MappingNode mapping)) {
        throw failure(
            line(node),
            prefix.isEmpty()
                ? "expected `key: value` lines"
                : "`" + prefix + "` takes keys below it",
            "");
      }
      Set<String> seen = new HashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String name = scalar(tuple.getKeyNode(), "a key");
        String key = prefix.isEmpty() ? name : prefix + "." + name;
        if (!seen.add(name)) {
          throw failure(line(tuple.getKeyNode()), "key `" + key + "` is said twice", "");
        }
        member(key, tuple, depth);
      }
    }

    private void member(String key, NodeTuple tuple, int depth) {
      // Aliases can make a small file a large tree.
      if (depth > MAX_DEPTH || ++nodes > 10_000) {
        throw failure(line(tuple.getKeyNode()), "too much nesting", "");
      }
      Node value = tuple.getValueNode();
      int line = line(tuple.getKeyNode());
      if (!keys.refusal(key).isEmpty()) {
        throw failure(line, keys.refusal(key), "");
      }
      if (keys.contains(key)) {
        if (!isNull(value)) {
          values.put(key, entry(key, value));
        }
      } else if (keys.isSection(key) || holdsKeys(value)) {
        mapping(value, key, depth + 1);
      } else {
        throw failure(line, "unknown key `" + key + "`", keys.hint(key));
      }
    }

    private Entry entry(String key, Node value) {
      if (value instanceof SequenceNode list) {
        if (!keys.takesList(key)) {
          throw failure(line(value), "`" + key + "` takes one value, not a list", "");
        }
        List<String> items = new ArrayList<>();
        for (Node item : list.getValue()) {
          items.add(scalar(item, "an item of `" + key + "`"));
        }
        return new Entry(items, true, line(value));
      }
      return new Entry(List.of(scalar(value, "`" + key + "`")), false, line(value));
    }

    private String scalar(Node node, String what) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      throw failure(line(node), what + " takes text, a number or a boolean", "");
    }

    /// An unknown section is left to its first key, which says more.
    private static boolean holdsKeys(Node value) {
      return value instanceof MappingNode mapping && !mapping.getValue().isEmpty();
    }

    private static boolean isNull(Node node) {
      return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    private static int line(Node node) {
      return ConfigFile.line(node.getStartMark());
    }

    UsageFailure failure(int line, String problem, String hint) {
      return new UsageFailure(
          "cannot read configuration " + path + ": line " + line + ": " + problem,
          hint.isEmpty() ? HINT : hint);
    }
  }
}
