package dev.assay.match;

import dev.assay.model.Advisory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Advisories of one package, grouped by vulnerability: two belong together where they share an id
/// or an alias, or a third one does with both.
final class AliasSets {
  private final Map<String, String> parents = new HashMap<>();

  private AliasSets() {}

  /// @param more aliases that the advisories do not name, by id
  static List<List<Advisory>> of(List<Advisory> advisories, Function<String, List<String>> more) {
    AliasSets sets = new AliasSets();
    for (Advisory advisory : advisories) {
      String root = sets.root(advisory.id());
      List<String> aliases =
          advisory.aliases().isEmpty() ? more.apply(advisory.id()) : advisory.aliases();
      for (String alias : aliases) {
        sets.parents.put(sets.root(alias), root);
      }
    }
    Map<String, List<Advisory>> groups = new LinkedHashMap<>();
    for (Advisory advisory : advisories) {
      groups.computeIfAbsent(sets.root(advisory.id()), id -> new ArrayList<>()).add(advisory);
    }
    return List.copyOf(groups.values());
  }

  private String root(String id) {
    String at = id;
    String parent = parents.getOrDefault(at, at);
    while (!parent.equals(at)) {
      String grandparent = parents.getOrDefault(parent, parent);
      parents.put(at, grandparent);
      at = grandparent;
      parent = parents.getOrDefault(at, at);
    }
    return at;
  }
}
