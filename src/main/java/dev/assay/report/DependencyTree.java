package dev.assay.report;

import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.Placed;
import dev.assay.report.ReportOptions.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who needs a vulnerable component, and who needs those: the tree of dependencies from its leaves
/// to its root. Each component is followed once for each vulnerable one, so that a ring or a dense
/// net of dependencies ends.
final class DependencyTree {
  private static final String TITLE = "Dependency Origin Tree (Reversed)";
  private static final int MAX_DEPTH = 50;
  private static final int MAX_LINES = 1_000;
  private static final int MAX_LABEL = 200;

  private final StringBuilder out;
  private final Page page;
  private final Map<String, Set<String>> needers;
  private int lines;

  private DependencyTree(StringBuilder out, Page page, Map<String, Set<String>> needers) {
    this.out = out;
    this.page = page;
    this.needers = needers;
  }

  /// Draws the tree of a target; nothing where nobody is known to need what is vulnerable in it.
  static void draw(StringBuilder out, Target target, Page page) {
    Map<String, Set<String>> needers = new TreeMap<>();
    for (Placed placed : target.components()) {
      Component component = placed.component();
      for (String needed : component.dependsOn()) {
        needers.computeIfAbsent(needed, _ -> new TreeSet<>()).add(component.id());
      }
    }
    Map<String, List<Finding>> vulnerable = new TreeMap<>();
    for (Finding finding : target.findings()) {
      String id = finding.placed().component().id();
      if (needers.containsKey(id)) {
        vulnerable.merge(
            id, List.of(finding), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
      }
    }
    if (vulnerable.isEmpty()) {
      return;
    }
    out.append('\n').append(TITLE).append('\n').repeat('=', TITLE.length()).append('\n');
    out.append(TerminalText.line(target.name())).append('\n');
    new DependencyTree(out, page, needers).roots(vulnerable);
  }

  private void roots(Map<String, List<Finding>> vulnerable) {
    int left = vulnerable.size();
    for (Map.Entry<String, List<Finding>> root : vulnerable.entrySet()) {
      left--;
      String label = root.getKey() + ", (" + TableWriter.nonZeroCounts(root.getValue()) + ")";
      line("", left == 0, label);
      Set<String> seen = new HashSet<>(Set.of(root.getKey()));
      branch(root.getKey(), indent("", left == 0), seen, 1);
    }
    if (lines > MAX_LINES) {
      out.append("... ").append(lines - MAX_LINES).append(" more lines\n");
    }
  }

  private void branch(String id, String indent, Set<String> seen, int depth) {
    Set<String> parents = needers.getOrDefault(id, Set.of());
    int left = parents.size();
    for (String parent : parents) {
      left--;
      boolean isNew = seen.add(parent);
      boolean goesOn = isNew && depth < MAX_DEPTH && lines < MAX_LINES;
      boolean hasMore = needers.containsKey(parent) && !goesOn;
      line(indent, left == 0, parent + (hasMore ? " ..." : ""));
      if (goesOn) {
        branch(parent, indent(indent, left == 0), seen, depth + 1);
      }
    }
  }

  private void line(String indent, boolean isLast, String label) {
    if (lines++ >= MAX_LINES) {
      return;
    }
    String boxes = isLast ? "└── " : "├── ";
    String plain = isLast ? "`-- " : "|-- ";
    out.append(indent).append(page.hasBoxes() ? boxes : plain);
    out.append(TerminalText.line(SarifText.cut(label, MAX_LABEL))).append('\n');
  }

  private String indent(String indent, boolean isLast) {
    return indent + (isLast ? "    " : page.hasBoxes() ? "│   " : "|   ");
  }
}
