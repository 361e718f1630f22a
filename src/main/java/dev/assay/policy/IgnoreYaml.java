package dev.assay.policy;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Purl;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// `.trivyignore.yaml`: lists under `vulnerabilities`, `misconfigurations`, `secrets` and
/// `licenses`, each entry with `id` and optionally `paths`, `purls`, `expired_at`, `statement`.
/// Every section is checked; only vulnerabilities become rules.
///
/// Source: <https://trivy.dev/latest/docs/configuration/filtering/#trivyignoreyaml>
final class IgnoreYaml {
  private static final Set<String> SECTIONS =
      Set.of("vulnerabilities", "misconfigurations", "secrets", "licenses");
  private static final Set<String> KEYS = Set.of("id", "paths", "purls", "expired_at", "statement");
  private static final int DAY_LENGTH = "2026-01-31".length();

  private final String file;

  private IgnoreYaml(String file) {
    this.file = file;
  }

  /// @throws UsageFailure where the text is no such file
  static List<IgnoreRule> parse(String file, String text) {
    IgnoreYaml yaml = new IgnoreYaml(file);
    try {
      return compose(text).map(yaml::rules).orElse(List.of());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw yaml.failure(line, e.getProblem());
    } catch (YamlEngineException | StackOverflowError e) {
      throw yaml.failure(1, "not valid YAML");
    }
  }

  private static Optional<Node> compose(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(8 << 20)
            .setMaxAliasesForCollections(50)
            .setAllowRecursiveKeys(false)
            .setUseMarks(true)
            .build();
    return new Compose(settings).composeString(text);
  }

  private List<IgnoreRule> rules(Node root) {
    if (isNull(root)) {
      return List.of();
    }
    List<IgnoreRule> rules = new ArrayList<>();
    mapping(root, SECTIONS)
        .forEach((section, node) -> {
          List<IgnoreRule> found = items(node).stream().map(this::rule).toList();
          if (section.equals("vulnerabilities")) {
            rules.addAll(found);
          }
        });
    return rules;
  }

  private IgnoreRule rule(Node node) {
    Map<String, Node> entry = mapping(node, KEYS);
    Node id = entry.get("id");
    if (id == null || scalar(id).isEmpty()) {
      throw failure(line(node), "expected `id`");
    }
    Node statement = entry.get("statement");
    Node expires = entry.get("expired_at");
    return new IgnoreRule(
        scalar(id),
        texts(entry.get("paths")),
        purls(entry.get("purls")),
        expires == null ? Optional.empty() : Optional.of(date(expires)),
        statement == null ? "" : scalar(statement),
        IgnoreRules.IGNORED,
        file,
        line(node));
  }

  private List<Purl> purls(@Nullable Node node) {
    List<Purl> purls = new ArrayList<>();
    for (String text : texts(node)) {
      try {
        purls.add(Purl.parse(text));
      } catch (InputFailure e) {
        throw failure(node == null ? 1 : line(node), String.valueOf(e.getMessage()));
      }
    }
    return purls;
  }

  private List<String> texts(@Nullable Node node) {
    return node == null ? List.of() : items(node).stream().map(this::scalar).toList();
  }

  /// A day, or a moment of which the day counts.
  private LocalDate date(Node node) {
    String text = scalar(node);
    try {
      return LocalDate.parse(text.substring(0, Math.min(DAY_LENGTH, text.length())));
    } catch (DateTimeException e) {
      throw failure(line(node), "expected a day as YYYY-MM-DD, found `" + text + "`");
    }
  }

  private Map<String, Node> mapping(Node node, Set<String> allowed) {
    if (!(node instanceof MappingNode mapping)) {
      throw failure(line(node), "expected `key: value` lines");
    }
    Map<String, Node> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode());
      if (!allowed.contains(key)) {
        throw failure(line(tuple.getKeyNode()), "unknown key `" + key + "`");
      }
      if (members.put(key, tuple.getValueNode()) != null) {
        throw failure(line(tuple.getKeyNode()), "key `" + key + "` is said twice");
      }
    }
    return members;
  }

  private List<Node> items(Node node) {
    if (isNull(node)) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw failure(line(node), "expected a list");
  }

  private String scalar(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().strip();
    }
    throw failure(line(node), "expected text");
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private UsageFailure failure(int line, String problem) {
    return new UsageFailure("cannot read ignore rules: " + file + ":" + line + ": " + problem);
  }
}
