package dev.assay.analyze.language;

import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// uv's `uv.lock`: a `[[package]]` each, with `dependencies` as a list of names. The project and
/// its workspace's members are among them, with a `source` in a folder; they say what is asked for,
/// and what only development asks for.
///
/// Source: <https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile>
public final class UvLockAnalyzer extends LockFile {
  public UvLockAnalyzer() {
    super("uv", PackageType.PYPI, "uv.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    List<Json> all = lock.toml().at("package").items();
    lock.expect(!all.isEmpty(), "[[package]]");
    tellWhatIsMissing(all, graph);
    Map<Boolean, List<Json>> items =
        all.stream().collect(Collectors.partitioningBy(item -> isProject(item.at("source"))));
    var names = new PythonLock(graph);
    names.addAll(items.getOrDefault(false, List.of()), (_, _) -> {}, UvLockAnalyzer::wishes);
    List<Json> projects = items.getOrDefault(true, List.of());
    var production = new ArrayList<String>();
    var development = new ArrayList<String>();
    for (Json project : projects) {
      production.addAll(wishes(project, names));
      project
          .at("dev-dependencies")
          .members()
          .values()
          .forEach(group -> development.addAll(ids(group, names)));
    }
    graph.reach(production, development);
    production.addAll(development);
    if (!projects.isEmpty()) {
      graph.direct(production);
    }
  }

  /// Every package that another one names is in the file, for whatever platform it is.
  private static void tellWhatIsMissing(List<Json> items, LockGraph graph) {
    Set<String> names = items.stream().map(item -> item.text("name")).collect(Collectors.toSet());
    for (Json item : items) {
      var lists = new ArrayList<Json>(item.at("optional-dependencies").members().values());
      lists.addAll(item.at("dev-dependencies").members().values());
      lists.add(item.at("dependencies"));
      lists.stream()
          .flatMap(list -> list.items().stream())
          .map(needed -> needed.text("name"))
          .filter(needed -> !names.contains(needed))
          .forEach(needed -> graph.unlisted(item.text("name"), needed));
    }
  }

  private static boolean isProject(Json source) {
    return !source.text("virtual").isEmpty()
        || !source.text("editable").isEmpty()
        || !source.text("directory").isEmpty();
  }

  private static List<String> wishes(Json item, PythonLock lock) {
    List<String> ids = new ArrayList<>(ids(item.at("dependencies"), lock));
    item.at("optional-dependencies")
        .members()
        .values()
        .forEach(extra -> ids.addAll(ids(extra, lock)));
    return ids;
  }

  private static List<String> ids(Json list, PythonLock lock) {
    return list.items().stream().flatMap(one -> lock.ids(one).stream()).toList();
  }
}
