package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Bun's `bun.lock`: JSON with comments and trailing commas.
///
/// `workspaces` are the project (`""`) and its parts, with what they ask for; `packages` are keyed
/// by the place where Bun puts them, `NAME` or `NAME/NAME` below another, each a list:
/// `NAME@VERSION`, then an object with what it needs. The binary `bun.lockb` of older versions is
/// not read.
///
/// Source: <https://bun.com/docs/pm/lockfile>
public final class BunLockAnalyzer extends LockFile {
  private static final List<String> PRODUCTION =
      List.of("dependencies", "optionalDependencies", "peerDependencies");

  public BunLockAnalyzer() {
    super("bun", PackageType.NPM, "bun.lock", "bun.lockb");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) throws IOException {
    if (lock.path().endsWith("b")) {
      if (lock.beside("bun.lock").isEmpty()) {
        lock.found().gap(0, "not read: `bun install --save-text-lockfile` writes it as text");
      }
      return;
    }
    PartialJson.Result file = lock.json();
    Map<String, Json> packages = file.document().at("packages").members();
    Map<String, String> ids = new HashMap<>();
    packages.forEach((place, item) -> {
      String id = item.items().isEmpty() ? "" : item.items().getFirst().text();
      int at = id.lastIndexOf('@');
      boolean isRegistry = at > 0 && id.indexOf(':', at) < 0 && id.indexOf('/', at) < 0;
      if (isRegistry) {
        ids.put(place, graph.add(id.substring(0, at), id.substring(at + 1)).id());
      }
    });
    link(packages, ids, graph);
    project(file.document().at("workspaces"), ids, graph);
  }

  private static void link(Map<String, Json> packages, Map<String, String> ids, LockGraph graph) {
    packages.forEach((place, item) -> {
      String id = ids.getOrDefault(place, "");
      int at = id.lastIndexOf('@');
      if (at > 0) {
        LockGraph.Entry entry = graph.add(id.substring(0, at), id.substring(at + 1));
        item.items().stream()
            .flatMap(part -> names(part, PRODUCTION))
            .forEach(name -> graph.needs(entry, nearest(place, name, ids)));
      }
    });
  }

  private static void project(Json workspaces, Map<String, String> ids, LockGraph graph) {
    var production = new ArrayList<String>();
    var development = new ArrayList<String>();
    workspaces
        .members()
        .values()
        .forEach(workspace -> {
          String place = workspace.text("name");
          names(workspace, PRODUCTION).forEach(name -> production.add(nearest(place, name, ids)));
          names(workspace, List.of("devDependencies"))
              .forEach(name -> development.add(nearest(place, name, ids)));
        });
    graph.reach(production, development);
    if (!workspaces.members().isEmpty()) {
      graph.direct(production);
      graph.direct(development);
    }
  }

  private static Stream<String> names(Json part, List<String> kinds) {
    return kinds.stream().flatMap(kind -> part.at(kind).members().keySet().stream());
  }

  /// The id of a package as one at that place sees it: from its own folder upwards.
  private static String nearest(String place, String name, Map<String, String> ids) {
    String above = place;
    while (!above.isEmpty()) {
      String id = ids.getOrDefault(above + "/" + name, "");
      if (!id.isEmpty()) {
        return id;
      }
      above = above.substring(0, Math.max(0, above.lastIndexOf('/')));
    }
    return ids.getOrDefault(name, "");
  }
}
