package dev.assay.analyze.language;

import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The packages of one `pnpm-lock.yaml`.
final class PnpmPackages {
  /// What is beside the project is not listed among the packages.
  private static final List<String> PLACES = List.of("link:", "file:", "workspace:");

  private final Json lock;
  private final LockGraph graph;
  private final Found found;
  private final boolean isFifth;
  private final boolean hasSnapshots;
  private final Map<String, LockGraph.Entry> entries = new HashMap<>();

  PnpmPackages(Json lock, LockGraph graph, Found found) {
    this.lock = lock;
    this.graph = graph;
    this.found = found;
    this.isFifth = lock.text("lockfileVersion").startsWith("5");
    this.hasSnapshots = !lock.at("snapshots").members().isEmpty();
  }

  void read() {
    lock.at("packages").members().forEach(this::add);
    if (hasSnapshots) {
      lock.at("snapshots").members().forEach(this::addSnapshot);
    }
    Json needs = hasSnapshots ? lock.at("snapshots") : lock.at("packages");
    needs.members().forEach(this::link);
    tellMissingSnapshots();
    var production = new ArrayList<String>();
    var development = new ArrayList<String>();
    Json importers = lock.at("importers");
    Collection<Json> roots = importers.isNull() ? List.of(lock) : importers.members().values();
    for (Json root : roots) {
      wished(root.at("dependencies"), production);
      wished(root.at("optionalDependencies"), production);
      wished(root.at("devDependencies"), development);
    }
    if (hasSnapshots) {
      graph.reach(production, development);
    }
    production.addAll(development);
    graph.direct(production);
  }

  private void add(String key, Json item) {
    String plain = withoutPeers(key);
    int split =
        isFifth ? plain.lastIndexOf('/') : plain.indexOf('@', plain.startsWith("@") ? 1 : 0);
    String name = item.text("name");
    String version = item.text("version");
    if (name.isEmpty() && split > 0) {
      name = plain.substring(0, split);
    }
    if (version.isEmpty() && split > 0) {
      version = plain.substring(split + 1);
    }
    boolean isFolder = version.startsWith("file:") || version.startsWith("link:");
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(0, "expected a package's name and version, found `" + Lines.excerpt(key) + "`");
    } else if (!isFolder && !key.startsWith("file:")) {
      LockGraph.Entry entry = graph.add(name, version);
      if (!hasSnapshots) {
        entry.development(item.at("dev").isTrue());
      }
      entries.put(key, entry);
    }
  }

  /// A snapshot is a package with its peers; the package itself has been added.
  private void addSnapshot(String key, Json item) {
    int peers = key.indexOf('(');
    LockGraph.Entry entry = entries.get(peers < 0 ? key : key.substring(0, peers));
    if (entry != null) {
      entries.put(key, entry);
    }
  }

  private String withoutPeers(String key) {
    String plain = key.startsWith("/") ? key.substring(1) : key;
    int paren = plain.indexOf('(');
    plain = paren < 0 ? plain : plain.substring(0, paren);
    int underscore = isFifth ? plain.indexOf('_', plain.lastIndexOf('/') + 1) : -1;
    return underscore < 0 ? plain : plain.substring(0, underscore);
  }

  private void link(String key, Json item) {
    LockGraph.Entry entry = entries.get(key);
    if (entry == null) {
      return;
    }
    for (String kind : List.of("dependencies", "optionalDependencies")) {
      item.at(kind)
          .members()
          .forEach((name, value) ->
              entry(key, name, value.text()).ifPresent(other -> graph.needs(entry, other.id())));
    }
  }

  private void wished(Json dependencies, List<String> ids) {
    dependencies
        .members()
        .forEach((name, value) -> {
          String reference = value.text().isEmpty() ? value.text("version") : value.text();
          entry(".", name, reference).ifPresent(entry -> ids.add(entry.id()));
        });
  }

  /// Since version 9 every package has a snapshot.
  private void tellMissingSnapshots() {
    if (!lock.text("lockfileVersion").startsWith("9")) {
      return;
    }
    if (lock.at("importers").isNull()) {
      found.gap(0, "it ends before `importers`");
    }
    Set<String> told = new HashSet<>();
    lock.at("snapshots").members().keySet().forEach(key -> told.add(withoutPeers(key)));
    lock.at("packages").members().keySet().stream()
        .filter(key -> !told.contains(withoutPeers(key)))
        .findFirst()
        .ifPresent(key ->
            found.gap(0, "package `" + Lines.excerpt(key) + "` has no snapshot: the file is cut"));
  }

  /// A version such as `2.0.0(peer@1)`, or, of an alias, the whole key.
  ///
  /// @param by who needs it
  private Optional<LockGraph.Entry> entry(String by, String name, String reference) {
    String own = isFifth ? "/" + name + "/" + reference : "/" + name + "@" + reference;
    for (String key : List.of(own, name + "@" + reference, reference)) {
      LockGraph.Entry entry = entries.get(key);
      if (entry != null) {
        return Optional.of(entry);
      }
    }
    boolean isElsewhere = PLACES.stream().anyMatch(reference::startsWith);
    boolean isListed =
        Stream.of(own, name + "@" + reference, reference)
            .anyMatch(key ->
                lock.at("packages").members().containsKey(key)
                    || lock.at("snapshots").members().containsKey(key));
    if (!isElsewhere && !isListed) {
      graph.unlisted(by, name + "@" + reference);
    }
    return Optional.empty();
  }
}
