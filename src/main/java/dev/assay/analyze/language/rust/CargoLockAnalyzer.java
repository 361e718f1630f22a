package dev.assay.analyze.language.rust;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.toml.Toml;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `Cargo.lock`: a `[[package]]` each, whose `dependencies` are `NAME`, `NAME VERSION` or `NAME
/// VERSION (SOURCE)`, as much as is needed to tell them apart. Those without `source` are the
/// workspace's own; what they need for development alone only their `Cargo.toml` tells.
///
/// Source: <https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html>,
/// <https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html>
public final class CargoLockAnalyzer extends LockFile {
  private static final int MAX_MEMBERS = 200;

  public CargoLockAnalyzer() {
    super("cargo", PackageType.CARGO, "Cargo.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) throws IOException {
    Json document = lock.toml();
    var crates = new ArrayList<Json>(document.at("package").items());
    if (!document.at("root").text("name").isEmpty()) {
      crates.add(document.at("root")); // before Cargo 0.17
    }
    lock.expect(!crates.isEmpty(), "[[package]]");
    Map<String, List<String>> ids = new HashMap<>();
    for (Json crate : crates) {
      if (crate.text("name").isEmpty() || crate.text("version").isEmpty()) {
        lock.found().gap(0, "a package without name or version");
      } else {
        LockGraph.Entry entry = graph.add(crate.text("name"), crate.text("version"));
        if (crate.text("source").isEmpty()) {
          entry.own();
        }
        ids.computeIfAbsent(crate.text("name"), _ -> new ArrayList<>(1)).add(entry.id());
      }
    }
    Map<String, Json> manifests = manifests(lock);
    var production = new HashSet<String>();
    var development = new HashSet<String>();
    for (Json crate : crates) {
      boolean isOwn = crate.text("source").isEmpty();
      Json manifest = manifests.getOrDefault(crate.text("name"), Json.Null.NULL);
      Set<String> forDevelopment = isOwn ? developmentNames(manifest) : Set.of();
      for (String id : needed(crate, ids, graph)) {
        boolean isForDevelopment = forDevelopment.contains(id.substring(0, id.lastIndexOf('@')));
        if (isOwn) {
          (isForDevelopment ? development : production).add(id);
        }
        if (!isForDevelopment) {
          needs(graph, crate, id);
        }
      }
    }
    var direct = new HashSet<String>(production);
    direct.addAll(development);
    graph.direct(direct);
    graph.reach(production, development);
  }

  private static void needs(LockGraph graph, Json crate, String id) {
    if (graph.ids().contains(crate.text("name") + "@" + crate.text("version"))) {
      graph.needs(graph.add(crate.text("name"), crate.text("version")), id);
    }
  }

  private static List<String> needed(Json crate, Map<String, List<String>> ids, LockGraph graph) {
    var needed = new ArrayList<String>();
    for (String dependency : crate.texts("dependencies")) {
      String[] words = dependency.split(" ");
      List<String> named = ids.getOrDefault(words[0], List.of());
      List<String> meant = words.length > 1 ? List.of(words[0] + "@" + words[1]) : named;
      if (!named.containsAll(meant) || meant.isEmpty()) {
        graph.unlisted(crate.text("name"), dependency);
      }
      needed.addAll(meant);
    }
    return needed;
  }

  /// Names in `dev-dependencies` that stand in no other table.
  private static Set<String> developmentNames(Json manifest) {
    Set<String> names = new HashSet<>();
    Set<String> others = new HashSet<>();
    var tables = new ArrayList<Json>(List.of(manifest));
    tables.addAll(manifest.at("target").members().values());
    for (Json table : tables) {
      names.addAll(crateNames(table.at("dev-dependencies")));
      others.addAll(crateNames(table.at("dependencies")));
      others.addAll(crateNames(table.at("build-dependencies")));
    }
    names.removeAll(others);
    return names;
  }

  private static List<String> crateNames(Json table) {
    return table.members().entrySet().stream()
        .map(one ->
            one.getValue().text("package").isEmpty()
                ? one.getKey()
                : one.getValue().text("package"))
        .toList();
  }

  /// By the name of their crate, those that can be found without listing folders.
  private static Map<String, Json> manifests(LockText lock) throws IOException {
    Map<String, Json> manifests = new HashMap<>();
    Json root = manifest(lock, "Cargo.toml");
    manifests.put(root.at("package").text("name"), root);
    List<String> members = root.at("workspace").texts("members");
    for (String member : members.subList(0, Math.min(members.size(), MAX_MEMBERS))) {
      if (!member.contains("*")) {
        Json one = manifest(lock, member + "/Cargo.toml");
        manifests.put(one.at("package").text("name"), one);
      }
    }
    return manifests;
  }

  private static Json manifest(LockText lock, String name) throws IOException {
    return lock.beside(name)
        .map(other -> Toml.read(other.text()).document())
        .orElse(Json.Null.NULL);
  }
}
