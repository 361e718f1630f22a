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
  /// Of all packages together; ten times what a full desktop has.
  private static final int MAX_NAMES = 1_000_000;

  /// A capability that more packages claim than this is no capability.
  private static final int MAX_PROVIDERS = 16;

  private record Waiting(Component.Builder component, String id, List<String> needs) {}

  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<String, List<String>> providers = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private int total;

  /// Adds a package.
  ///
  /// @param id as `Component.id()`
  /// @param provides its own name and its capabilities, without versions
  /// @param needs names and capabilities, without versions
  void add(Component.Builder component, String id, List<String> provides, List<String> needs) {
    for (String name : provides) {
      if (total < MAX_NAMES) {
        List<String> known = providers.computeIfAbsent(shared(name), _ -> new ArrayList<>(1));
        if (known.size() < MAX_PROVIDERS && !known.contains(id)) {
          known.add(id);
        }
      }
    }
    var kept = new ArrayList<String>();
    for (String name : needs) {
      if (total < MAX_NAMES) {
        kept.add(shared(name));
      }
    }
    waiting.add(new Waiting(component, id, kept));
  }

  private String shared(String name) {
    total++;
    String known = names.putIfAbsent(name, name);
    return known == null ? name : known;
  }

  /// Hands over all packages in the order they came.
  void finish(Found found) {
    for (Waiting one : waiting) {
      var ids = new TreeSet<String>();
      for (String name : one.needs()) {
        ids.addAll(providers.getOrDefault(name, List.of()));
      }
      ids.remove(one.id());
      found.component(one.component().dependsOn(List.copyOf(ids)).build());
    }
    if (total >= MAX_NAMES) {
      found.gap(0, "more than " + MAX_NAMES + " dependencies, the rest of them is left out");
    }
  }
}
