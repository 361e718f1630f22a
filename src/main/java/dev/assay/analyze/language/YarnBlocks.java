package dev.assay.analyze.language;

import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The blocks of a `yarn.lock`, from its lines.
final class YarnBlocks {
  private static final int MAX_BLOCKS = 100_000;
  private static final int MAX_PATTERNS = 500_000;

  private final Found found;
  private final List<Block> blocks = new ArrayList<>();
  private Block block = new Block(List.of(), 0);
  private boolean inNeeds;
  private boolean isFirstVersion;
  private boolean isLater;
  private int patterns;

  YarnBlocks(Found found) {
    this.found = found;
  }

  private static final class Block {
    final List<String> patterns;
    final List<String> needs = new ArrayList<>();
    final long startLine;
    long endLine;
    String version = "";
    String resolution = "";
    boolean isWhole;

    Block(List<String> patterns, long line) {
      this.patterns = patterns;
      startLine = line;
      endLine = line;
    }

    boolean isWorkspace() {
      return resolution.contains("@workspace:");
    }

    /// Of a package that comes from a registry or an archive: a link leads to the project's own
    /// folders, and a patch stands beside the package that it patches.
    boolean isPackage() {
      return switch (protocol(resolution.isEmpty() ? patterns.getFirst() : resolution)) {
        case "workspace", "patch", "exec", "file", "link", "portal" -> false;
        case "github", "git", "git+ssh", "git+http", "git+https", "git+file" -> false;
        default -> true;
      };
    }

    /// `ms@npm:2.1.2`, `alias@npm:ms@2.1.2` or `ms@^2.0.0`.
    String name() {
      String pattern = resolution.isEmpty() ? patterns.getFirst() : resolution;
      int at = pattern.indexOf('@', 1);
      String range = at < 0 ? "" : pattern.substring(at + 1);
      int aliased = range.startsWith("npm:") ? range.indexOf('@', "npm:".length() + 1) : -1;
      return aliased > 0
          ? range.substring("npm:".length(), aliased)
          : pattern.substring(0, at < 0 ? pattern.length() : at);
    }
  }

  /// The word before the colon of a pattern's range, if there is one.
  private static String protocol(String pattern) {
    int at = pattern.indexOf('@', 1);
    int colon = pattern.indexOf(':', Math.max(0, at));
    return at < 0 || colon < 0 ? "" : pattern.substring(at + 1, colon);
  }

  /// Looks at a line of comment: version 1 names itself in one.
  void comment(String line) {
    isFirstVersion |= line.contains("yarn lockfile v1");
  }

  void line(String line, long number) {
    String text = line.strip();
    if (text.isEmpty()) {
      return;
    }
    int indent = line.indexOf(text.charAt(0));
    if (indent == 0) {
      open(text, number);
      return;
    }
    block.endLine = number;
    if (indent > 2 && inNeeds) {
      need(text);
      return;
    }
    inNeeds = text.equals("dependencies:") || text.equals("optionalDependencies:");
    if (text.startsWith("version")) {
      block.version = value(text);
    } else if (text.startsWith("resolution")) {
      block.resolution = value(text);
    }
    block.isWhole |= text.startsWith("linkType:");
  }

  private void open(String text, long number) {
    close();
    inNeeds = false;
    if (!text.endsWith(":")) {
      found.gap(number, "expected `name@range:`, found `" + Lines.excerpt(text) + "`");
      block = new Block(List.of(), number);
      return;
    }
    String header = text.substring(0, text.length() - 1).replace("\"", "");
    List<String> all = List.of(header.split(", "));
    patterns += all.size();
    block = new Block(patterns > MAX_PATTERNS ? all.subList(0, 1) : all, number);
  }

  private void close() {
    boolean isMetadata = block.patterns.equals(List.of("__metadata"));
    isLater |= isMetadata;
    if (block.patterns.isEmpty() || isMetadata) {
      return;
    }
    if (isLater && !block.isWhole) {
      found.gap(block.startLine, "a package without `linkType`: it is cut off");
    }
    if (block.version.isEmpty()) {
      found.gap(block.startLine, "a package without version");
    } else if (blocks.size() < MAX_BLOCKS) {
      blocks.add(block);
    } else if (blocks.size() == MAX_BLOCKS) {
      found.gap(block.startLine, "too many packages, the rest is left out");
    }
  }

  /// `ms "2.0.0"` or `ms: "npm:2.0.0"`, as the pattern that some header has.
  private void need(String text) {
    String plain = text.replace("\"", "");
    int end = plain.indexOf(' ');
    if (end > 0 && ++patterns < MAX_PATTERNS) {
      String name = plain.substring(0, end);
      block.needs.add(
          (name.endsWith(":") ? name.substring(0, end - 1) : name)
              + "@"
              + plain.substring(end + 1));
    }
  }

  private static String value(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? "" : text.substring(space + 1).replace("\"", "").strip();
  }

  void finish(LockGraph graph) {
    close();
    if (isLater) {
      tellWhatIsMissing(graph);
    }
    if (blocks.isEmpty() && !isFirstVersion) {
      found.gap(0, "it lists no package, not even the project");
    }
    Map<String, String> ids = new HashMap<>();
    for (Block one : blocks) {
      if (!one.isWorkspace() && one.isPackage()) {
        LockGraph.Entry entry =
            graph.add(one.name(), one.version).lines(one.startLine, one.endLine);
        one.patterns.forEach(pattern -> ids.put(pattern, entry.id()));
      }
    }
    boolean tellsDirect = false;
    var direct = new ArrayList<String>();
    for (Block one : blocks) {
      List<String> needed = one.needs.stream().map(need -> resolved(need, ids)).toList();
      if (one.isWorkspace()) {
        tellsDirect = true;
        direct.addAll(needed);
      } else if (one.isPackage()) {
        LockGraph.Entry entry = graph.add(one.name(), one.version);
        needed.stream().filter(id -> !id.isEmpty()).forEach(id -> graph.needs(entry, id));
      }
    }
    if (tellsDirect) {
      graph.direct(direct);
    }
  }

  /// Whatever is needed is listed, if maybe at another range, which the project chose.
  private void tellWhatIsMissing(LockGraph graph) {
    Set<String> names = new HashSet<>();
    blocks.forEach(one -> one.patterns.forEach(pattern -> names.add(plainName(pattern))));
    for (Block one : blocks) {
      one.needs.stream()
          .filter(need -> !names.contains(plainName(need)))
          .forEach(need -> graph.unlisted(one.patterns.getFirst(), need));
    }
  }

  private static String plainName(String pattern) {
    int at = pattern.indexOf('@', 1);
    return at < 0 ? pattern : pattern.substring(0, at);
  }

  /// Before Yarn 4 needs stood without the `npm:` that headers have.
  private static String resolved(String need, Map<String, String> ids) {
    int at = need.indexOf('@', 1);
    String other = at < 0 ? need : need.substring(0, at) + "@npm:" + need.substring(at + 1);
    return ids.getOrDefault(need, ids.getOrDefault(other, ""));
  }
}
