package dev.assay.sbom;

import dev.assay.model.Component;
import dev.assay.model.Gap;
import dev.assay.model.Layer;
import dev.assay.model.Placed;
import dev.assay.sbom.Sbom.SystemName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a document lists, while it is read: components by the document's own names for them, so
/// that its relations, which come later, can be laid over them.
final class Listing {
  private static final Comparator<Placed> ORDER =
      Comparator.comparing(
          Placed::component,
          Comparator.comparing(Component::type)
              .thenComparing(Component::name)
              .thenComparing(Component::version)
              .thenComparing(Component::path));

  /// What an entry takes beside its component.
  private static final int ENTRY = 120;

  private static final int NEED = 60;

  private final Bound bound;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, List<String>> needs = new HashMap<>();
  private final Map<SystemName, Integer> systems = new HashMap<>();
  private final TreeMap<String, List<String>> unheld = new TreeMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private Optional<SystemName> system = Optional.empty();

  private long bytes;

  Listing(Bound bound) {
    this.bound = bound;
  }

  private record Entry(Component.Builder component, LayerName layer, String id) {}

  /// Adds a component.
  ///
  /// @param reference the document's name for it; empty where it has none
  void add(String reference, Component.Builder component, LayerName layer) {
    String key = reference.isEmpty() ? "#" + entries.size() : reference;
    Component built = component.build();
    take(ENTRY + key.length() + built.roughBytes());
    entries.putIfAbsent(key, new Entry(component, layer, built.id()));
  }

  /// Takes a fact that is about no component.
  void fact(String name, String value) {
    take(NEED + value.length());
    DocumentFacts.take(name, value, layers, gaps);
  }

  /// Notes what cannot be held against anything.
  ///
  /// @param why the same for many
  void unheld(String why, String name) {
    take(NEED + name.length());
    unheld.computeIfAbsent(why, w -> new ArrayList<>()).add(name);
  }

  /// The distribution, as a record of its own says it; the first one counts.
  void system(SystemName name) {
    system = system.or(() -> Optional.of(name));
  }

  /// The distribution as a package's URL says it; what most of them say counts where there is no
  /// record.
  void votes(Optional<SystemName> name) {
    name.ifPresent(one -> systems.merge(one, 1, Integer::sum));
  }

  /// Says that one needs the other, by the document's names.
  void needs(String reference, String other) {
    take(NEED + reference.length() + other.length());
    needs.computeIfAbsent(reference, r -> new ArrayList<>()).add(other);
  }

  private void take(long more) {
    bytes += more;
    if (bytes > bound.bytes()) {
      throw bound.passed().get();
    }
  }

  /// @param name of the document, for its gaps
  Sbom finish(SbomFormat format, String name) {
    TreeSet<Placed> placed =
        new TreeSet<>(ORDER.thenComparing(one -> one.component().toString() + one.layer()));
    entries.forEach((reference, entry) -> placed.add(placed(reference, entry)));
    unheld.forEach((why, names) ->
        gaps.add(new Gap(name, 0, why + ": " + names.size() + ", such as " + names.getFirst())));
    return new Sbom(format, system.or(this::elected), List.copyOf(placed), gaps);
  }

  private Placed placed(String reference, Entry entry) {
    TreeSet<String> others = new TreeSet<>();
    for (String other : needs.getOrDefault(reference, List.of())) {
      Optional.ofNullable(entries.get(other)).ifPresent(found -> others.add(found.id()));
    }
    return new Placed(
        entry.component().dependsOn(List.copyOf(others)).build(), entry.layer().find(layers));
  }

  private Optional<SystemName> elected() {
    return systems.entrySet().stream()
        .max(
            Map.Entry.<SystemName, Integer>comparingByValue()
                .thenComparing(vote -> vote.getKey().toString()))
        .map(Map.Entry::getKey);
  }
}
