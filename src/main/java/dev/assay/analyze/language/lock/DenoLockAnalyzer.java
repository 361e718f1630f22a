package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deno's `deno.lock`: the npm packages in it. `npm` by `name@version`, and where peers matter
/// `name@version_peer@version`; each with the `dependencies` it needs, by such keys, in older files
/// by name. Version 2 has them under `npm.packages`, version 3 under `packages.npm`. What is asked
/// for stands under `specifiers`. Packages of JSR and modules at addresses have no advisories.
///
/// Source: <https://github.com/denoland/deno_lockfile>
public final class DenoLockAnalyzer extends LockFile {
  public DenoLockAnalyzer() {
    super("deno", PackageType.NPM, "deno.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    PartialJson.Result file = lock.json();
    Json document = file.document();
    lock.expectOneOf(document, "version");
    Map<String, LockGraph.Entry> entries = new LinkedHashMap<>();
    Map<String, Json> packages = packages(document);
    packages.forEach((key, item) -> {
      String id = withoutPeers(key);
      int at = id.lastIndexOf('@');
      if (at > 0 && at < id.length() - 1) {
        PartialJson.Lines lines = file.lines(item);
        entries.put(
            key,
            graph.add(id.substring(0, at), id.substring(at + 1)).lines(lines.start(), lines.end()));
      } else {
        lock.found().gap(file.lines(item).start(), "expected `name@version` of an npm package");
      }
    });
    Map<String, String> byName = new HashMap<>();
    entries.keySet().forEach(key -> byName.putIfAbsent(name(key), key));
    entries.forEach((key, entry) -> {
      for (String needed : needs(packages.getOrDefault(key, Json.Null.NULL).at("dependencies"))) {
        Optional.ofNullable(entries.getOrDefault(needed, entries.get(byName.get(needed))))
            .ifPresent(other -> graph.needs(entry, other.id()));
      }
    });
    direct(document, entries, graph);
  }

  private static Map<String, Json> packages(Json document) {
    for (Json place :
        List.of(document.at("packages").at("npm"), document.at("npm").at("packages"))) {
      if (!place.members().isEmpty()) {
        return place.members();
      }
    }
    return document.text("version").equals("2") ? Map.of() : document.at("npm").members();
  }

  /// Keys, or in older files `name: key`.
  private static List<String> needs(Json dependencies) {
    List<String> keys = new ArrayList<>();
    dependencies.items().forEach(item -> keys.add(item.text()));
    dependencies.members().values().forEach(item -> keys.add(item.text()));
    return keys;
  }

  /// `npm:chalk@5`: `5.3.0`, in older files `npm:chalk@5.3.0`.
  private static void direct(Json document, Map<String, LockGraph.Entry> entries, LockGraph graph) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (Json place :
        List.of(
            document.at("specifiers"),
            document.at("packages").at("specifiers"),
            document.at("npm").at("specifiers"))) {
      place.members().forEach((name, to) -> asked.put(name, to.text()));
    }
    List<String> ids = new ArrayList<>();
    asked.forEach((name, to) -> {
      String bare = name.startsWith("npm:") ? name.substring(4) : name;
      String key = to.startsWith("npm:") ? to.substring(4) : to;
      LockGraph.Entry entry = entries.getOrDefault(key, entries.get(name(bare) + "@" + key));
      if (entry != null) {
        ids.add(entry.id());
      }
    });
    if (!ids.isEmpty()) {
      graph.direct(ids);
    }
  }

  private static String name(String key) {
    int at = key.indexOf('@', 1);
    return at < 0 ? key : key.substring(0, at);
  }

  /// What stands behind the first `_` after the version's `@` are the peers.
  private static String withoutPeers(String key) {
    int at = key.indexOf('@', 1);
    int peers = at < 0 ? -1 : key.indexOf('_', at);
    return peers < 0 ? key : key.substring(0, peers);
  }
}
