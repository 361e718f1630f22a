package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// CocoaPods' `Podfile.lock`: YAML whose `PODS` are texts `NAME (VERSION)` or such a text with the
/// list of what it needs. `NAME/PART` is a part of a pod that is chosen on its own; the pod is what
/// advisories name. What comes from a path is the project's own.
///
/// Source: <https://guides.cocoapods.org/using/using-cocoapods.html#what-is-podfilelock>
public final class PodfileLockAnalyzer extends LockFile {
  public PodfileLockAnalyzer() {
    super("cocoapods", PackageType.COCOAPODS, "Podfile.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    Json file = lock.yaml();
    lock.expect(file.members().containsKey("COCOAPODS"), "COCOAPODS");
    Set<String> own = new HashSet<>();
    file.at("EXTERNAL SOURCES")
        .members()
        .forEach((name, source) -> {
          if (!source.text(":path").isEmpty()) {
            own.add(name);
          }
        });
    Map<String, String> ids = new HashMap<>();
    Map<LockGraph.Entry, List<Json>> needs = new LinkedHashMap<>();
    for (Json pod : file.at("PODS").items()) {
      if (pod.members().isEmpty()) {
        add(pod.text(), own, graph, ids);
      } else {
        pod.members()
            .forEach((text, list) ->
                add(text, own, graph, ids).ifPresent(entry -> needs.put(entry, list.items())));
      }
    }
    needs.forEach((entry, list) ->
        list.forEach(one -> graph.needs(entry, ids.getOrDefault(name(one.text()), ""))));
    graph.direct(
        file.at("DEPENDENCIES").items().stream()
            .map(one -> ids.getOrDefault(name(one.text()), ""))
            .toList());
  }

  private static Optional<LockGraph.Entry> add(
      String text, Set<String> own, LockGraph graph, Map<String, String> ids) {
    String name = name(text);
    String version =
        text.endsWith(")") && name.length() + 2 < text.length()
            ? text.substring(name.length() + 2, text.length() - 1)
            : "";
    int slash = name.indexOf('/');
    String pod = slash < 0 ? name : name.substring(0, slash);
    if (name.isEmpty() || version.isEmpty() || own.contains(pod)) {
      return Optional.empty();
    }
    LockGraph.Entry entry = graph.add(name, version).source(slash < 0 ? "" : pod);
    ids.put(name, entry.id());
    return Optional.of(entry);
  }

  /// The name before ` (1.0)`, ` (= 1.0)` or `` (from `../Here`)``.
  private static String name(String text) {
    int end = text.indexOf(" (");
    return end < 0 ? text : text.substring(0, end);
  }
}
