package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Component;
import dev.assay.model.Digest;
import dev.assay.model.Inventory;
import dev.assay.model.Placed;
import dev.assay.model.Purl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Names for the components of a document, none twice, and which of them need which. A component is
/// meant by its place in the inventory.
final class References {
  private static final int HASH_DIGITS = 16;

  private final List<Placed> components;
  private final List<String> hashes = new ArrayList<>();
  private final List<String> purls = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, List<Integer>> byId = new HashMap<>();
  private final Set<Integer> needed = new HashSet<>();

  References(Inventory inventory) {
    components = inventory.components();
    Map<String, Integer> copies = new HashMap<>();
    Map<String, Integer> sharing = new HashMap<>();
    for (Placed placed : components) {
      String hash = hash(placed.component());
      int copy = copies.merge(hash, 1, Integer::sum);
      hashes.add(copy == 1 ? hash : hash + "-" + copy);
      String purl =
          Purl.of(placed.component(), inventory.operatingSystem()).map(Purl::toString).orElse("");
      purls.add(purl);
      sharing.merge(purl, 1, Integer::sum);
      byId.computeIfAbsent(placed.component().id(), id -> new ArrayList<>()).add(purls.size() - 1);
    }
    for (int i = 0; i < components.size(); i++) {
      String purl = purls.get(i);
      names.add(
          purl.isEmpty() || sharing.getOrDefault(purl, 0) > 1
              ? purl + (purl.indexOf('?') < 0 ? "?" : "&") + "package-id=" + hashes.get(i)
              : purl);
      needs(i).forEach(needed::add);
    }
  }

  private static String hash(Component component) {
    String text =
        String.join(
            "\n",
            component.type().purlType(),
            component.foundBy(),
            component.name(),
            component.version(),
            component.architecture(),
            component.path());
    return Digest.sha256(text.getBytes(UTF_8)).hex().substring(0, HASH_DIGITS);
  }

  /// A name of hexadecimal digits.
  String hash(int component) {
    return hashes.get(component);
  }

  /// The package URL, or empty.
  String purl(int component) {
    return purls.get(component);
  }

  /// A name that begins with the package URL.
  String name(int component) {
    return names.get(component);
  }

  /// The components it needs. Where one is there several times, those that the same file lists are
  /// meant, else all of the same kind.
  List<Integer> needs(int component) {
    Component one = components.get(component).component();
    List<Integer> needs = new ArrayList<>();
    for (String id : one.dependsOn()) {
      List<Integer> same =
          byId.getOrDefault(id, List.of()).stream()
              .filter(other -> components.get(other).component().type() == one.type())
              .toList();
      List<Integer> beside =
          same.stream()
              .filter(other -> components.get(other).component().path().equals(one.path()))
              .toList();
      needs.addAll(beside.isEmpty() ? same : beside);
    }
    return needs.stream().filter(other -> other != component).distinct().sorted().toList();
  }

  /// Whether another component needs it.
  boolean isNeeded(int component) {
    return needed.contains(component);
  }
}
