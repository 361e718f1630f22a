package dev.assay.cli.artifact;

import dev.assay.registry.artifact.ReferrerTree;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lines that stand below each other as the branches of a tree.
record Branches(List<Branch> branches) {
  Branches {
    branches = List.copyOf(branches);
  }

  /// A line and what stands below it.
  record Branch(String line, Branches below) {
    Branch(String line) {
      this(line, new Branches(List.of()));
    }
  }

  /// Referrers under the kinds they are of.
  static Branches byKind(ReferrerTree tree) {
    SortedMap<String, List<Branch>> kinds = new TreeMap<>();
    for (ReferrerTree branch : tree.branches()) {
      kinds
          .computeIfAbsent(DiscoverCommand.kind(branch.manifest()), k -> new ArrayList<>())
          .add(new Branch(branch.manifest().digest().toString(), byKind(branch)));
    }
    List<Branch> all = new ArrayList<>();
    kinds.forEach((kind, digests) -> all.add(new Branch(kind, new Branches(digests))));
    return new Branches(all);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    append(text, "");
    return text.toString();
  }

  private void append(StringBuilder text, String margin) {
    for (int i = 0; i < branches.size(); i++) {
      boolean isLast = i == branches.size() - 1;
      Branch branch = branches.get(i);
      text.append(margin).append(isLast ? "└── " : "├── ").append(branch.line()).append('\n');
      branch.below().append(text, margin + (isLast ? "    " : "│   "));
    }
  }
}
