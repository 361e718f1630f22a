package dev.assay.analyze.os;

import dev.assay.analyze.Found;
import dev.assay.model.Component;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Turns what packages say they need, names and capabilities, into the packages that are there:
/// known only when the whole database is read.
final class Needs {
  /// What may wait in memory, roughly; a full desktop takes 5 MB. Whatever comes after it is handed
  /// over at once, without its dependencies.
  private static final int MAX_BYTES = 24 << 20;

  /// A capability that more packages claim than this is no capability.
  private static final int MAX_PROVIDERS = 16;

  private record Waiting(Component.Builder component, String id, List<String> needs) {}

  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<String, List<String>> providers = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Found found;
  private int bytes;
  private boolean full;

  Needs(Found found) {
    this.found = found;
  }

  /// Adds a package.
  ///
  /// @param provides its own name and its capabilities, without versions
  /// @param needs names and capabilities, without versions
  void add(Component.Builder component, List<String> provides, List<String> needs) {
    Component known = component.build();
    if (full) {
      found.component(known);
      return;
    }
    for (String name : provides) {
      List<String> ids = providers.computeIfAbsent(shared(name), _ -> new ArrayList<>(1));
      if (ids.size() < MAX_PROVIDERS && !ids.contains(known.id())) {
        ids.add(known.id());
      }
    }
    waiting.add(new Waiting(component, known.id(), needs.stream().map(this::shared).toList()));
    bytes += 500 + 2 * known.id().length() + known.maintainer().length();
    if (bytes > MAX_BYTES) {
      full = true;
      found.gap(0, "too many packages, the dependencies of some are left out");
      finish();
    }
  }

  private String shared(String name) {
    String known = names.putIfAbsent(name, name);
    bytes += known == null ? 100 + name.length() : 8;
    return known == null ? name : known;
  }

  /// Hands over all packages in the order they came.
  void finish() {
    for (Waiting one : waiting) {
      var ids = new TreeSet<String>();
      for (String name : one.needs()) {
        ids.addAll(providers.getOrDefault(name, List.of()));
      }
      ids.remove(one.id());
      found.component(one.component().dependsOn(List.copyOf(ids)).build());
    }
    waiting.clear();
    providers.clear();
    names.clear();
  }
}
