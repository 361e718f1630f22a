package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Conan's `conan.lock`. Version 2 has lists of references
/// `name/version@user/channel#revision%time` under `requires`, `build_requires` and
/// `python_requires`; version 1 a graph of nodes, each with its `ref` and the numbers of the nodes
/// it `requires`, where node 0 is the project.
///
/// Source: <https://docs.conan.io/2/tutorial/versioning/lockfiles.html>,
/// <https://docs.conan.io/1/versioning/lockfiles/introduction.html>
public final class ConanLockAnalyzer extends LockFile {
  private static final Pattern REFERENCE =
      Pattern.compile("([^/@#%]++)/([^/@#%]++)(?:@([^/@#%]*+)/([^/@#%]*+))?+(?:[#%].*+)?+");

  public ConanLockAnalyzer() {
    super("conan", PackageType.CONAN, "conan.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    Json file = lock.json().document();
    for (String kind : List.of("requires", "build_requires", "python_requires")) {
      for (String text : file.texts(kind)) {
        Optional<LockGraph.Entry> entry = add(text, graph);
        entry.ifPresent(one -> one.development(!kind.equals("requires")));
        if (entry.isEmpty()) {
          lock.found().gap(0, "expected `name/version`, found `" + Lines.excerpt(text) + "`");
        }
      }
    }
    nodes(file.at("graph_lock").at("nodes").members(), graph);
  }

  private static Optional<LockGraph.Entry> add(String text, LockGraph graph) {
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        graph
            .add(reference.group(1), reference.group(2))
            .detail("user", part(reference.group(3)))
            .detail("channel", part(reference.group(4))));
  }

  /// `_` stands for none.
  private static String part(@Nullable String text) {
    return text == null || text.equals("_") ? "" : text;
  }

  private static void nodes(Map<String, Json> nodes, LockGraph graph) {
    Map<String, LockGraph.Entry> entries = new LinkedHashMap<>();
    var production = new ArrayList<String>();
    var development = new ArrayList<String>();
    nodes.forEach((number, node) -> {
      if (node.text("path").isEmpty()) {
        add(node.text("ref"), graph).ifPresent(entry -> entries.put(number, entry));
      }
    });
    nodes.forEach((number, node) -> {
      List<String> requires = ids(node.texts("requires"), entries);
      LockGraph.Entry entry = entries.get(number);
      if (entry != null) {
        requires.forEach(id -> graph.needs(entry, id));
      } else {
        production.addAll(requires);
        development.addAll(ids(node.texts("build_requires"), entries));
      }
    });
    graph.reach(production, development);
    if (!production.isEmpty() || !development.isEmpty()) {
      graph.direct(production);
      graph.direct(development);
    }
  }

  private static List<String> ids(List<String> numbers, Map<String, LockGraph.Entry> entries) {
    return numbers.stream()
        .flatMap(number -> Optional.ofNullable(entries.get(number)).stream())
        .map(LockGraph.Entry::id)
        .toList();
  }
}
