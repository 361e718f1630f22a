package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// npm's `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3.
///
/// Since version 2 `packages` lists each place: `""` is the project, `packages/one` a workspace,
/// `node_modules/a/node_modules/b` a package. Version 1 nests `dependencies` instead, which gives
/// the same places but does not tell what the project itself asks for.
///
/// Source: <https://docs.npmjs.com/cli/v10/configuring-npm/package-lock-json>
public final class NpmLockAnalyzer implements Analyzer {
  private static final String MODULES = "node_modules/";

  @Override
  public String name() {
    return "npm";
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
    return LockNames.isFile(path, "package-lock.json")
        || LockNames.isFile(path, "npm-shrinkwrap.json");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var file = new NpmLockFile();
    file.read(content, found);
    Map<String, NpmLockFile.Place> places = file.places();
    var graph = new LockGraph(PackageType.NPM, "npm");
    var direct = new ArrayList<String>();
    places.forEach((where, place) -> {
      boolean isPackage = where.contains(MODULES) && !place.isLink;
      if (isPackage && !place.version.isEmpty()) {
        LockGraph.Entry entry =
            graph
                .add(place.name(where), place.version)
                .lines(place.startLine, place.endLine)
                .development(place.isDevelopment);
        place.needs.forEach(name -> needed(where, name, places, id -> graph.needs(entry, id)));
      } else if (!isPackage) {
        place.needs.forEach(name -> needed(where, name, places, direct::add));
      }
    });
    if (file.tellsDirect()) {
      graph.direct(direct);
    }
    graph.finish(found);
  }

  /// Finds a package as Node does: in the nearest `node_modules` above.
  private static void needed(
      String where, String name, Map<String, NpmLockFile.Place> places, Consumer<String> user) {
    String folder = where;
    while (true) {
      String candidate = folder.isEmpty() ? MODULES + name : folder + "/" + MODULES + name;
      NpmLockFile.Place place = places.get(candidate);
      if (place != null) {
        if (!place.isLink && !place.version.isEmpty()) {
          user.accept(place.name(candidate) + "@" + place.version);
        }
        return;
      }
      if (folder.isEmpty()) {
        return;
      }
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
    }
  }
}
