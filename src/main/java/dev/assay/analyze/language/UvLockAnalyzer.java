package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// uv's `uv.lock`: a `[[package]]` each, with `dependencies` as a list of names. The project and
/// its workspace's members are among them, with a `source` in a folder; they say what is asked for,
/// and what only development asks for.
///
/// Source: <https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile>
public final class UvLockAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "uv";
  }

  @Override
  public int rulesVersion() {
    return 1;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.SOURCE);
  }

  @Override
  public boolean wants(String path) {
    return LockNames.isFile(path, "uv.lock");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var lock = new PythonLock("uv");
    var items = new ArrayList<PythonLock.Listed>();
    var projects = new ArrayList<Json>();
    for (Json item : PythonLock.document(content, found).at("package").items()) {
      if (isProject(item.at("source"))) {
        projects.add(item);
      } else {
        lock.add(item).ifPresent(entry -> items.add(new PythonLock.Listed(entry, item)));
      }
    }
    items.forEach(one -> lock.needs(one.entry(), wishes(one.item(), lock)));
    var production = new ArrayList<String>();
    var development = new ArrayList<String>();
    for (Json project : projects) {
      production.addAll(wishes(project, lock));
      project
          .at("dev-dependencies")
          .members()
          .values()
          .forEach(group -> development.addAll(ids(group, lock)));
    }
    lock.graph().reach(production, development);
    production.addAll(development);
    if (!projects.isEmpty()) {
      lock.graph().direct(production);
    }
    lock.graph().finish(found);
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
