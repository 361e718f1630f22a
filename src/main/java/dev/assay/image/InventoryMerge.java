package dev.assay.image;

import dev.assay.analyze.binary.NotedPackages;
import dev.assay.analyze.binary.ProgramGap;
import dev.assay.analyze.language.PythonPackageAnalyzer;
import dev.assay.analyze.os.OperatingSystemChoice;
import dev.assay.analyze.os.OwnedFiles;
import dev.assay.analyze.os.PackageRepositories;
import dev.assay.model.Component;
import dev.assay.model.ComponentOrder;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Lays the layers of an image over each other.
///
/// A file counts where the topmost layer that has its path is not covered by another one. Files
/// that belong to a system package bring no component of their own. What a package database lists
/// belongs to the lowest layer from which on every version of that database lists it; anything else
/// belongs to the layer its file is in.
public final class InventoryMerge {
  /// A file that is seen, and the layer it is in.
  ///
  /// @param isLinked whether its path is a link's, or behind one
  record Visible(FileFacts file, int layer, boolean isLinked) {}

  /// What is seen through links at paths that nobody wants.
  ///
  /// @param files by the paths of the links
  /// @param folders folders of packages whose content is not known: by the link, its target
  /// @param gaps that concern no single layer
  record Links(List<Visible> files, SortedMap<String, String> folders, List<Gap> gaps) {
    static final Links NONE = new Links(List.of(), Collections.emptySortedMap(), List.of());
  }

  private final List<LayerInventory> inventories;
  private final List<Layer> layers;
  private final LayerStack stack;
  private final Links links;
  private final List<Visible> visible = new ArrayList<>();
  private final Map<String, List<Set<String>>> databases = new HashMap<>();
  private final Set<String> owned = new HashSet<>();

  private InventoryMerge(LayerStack stack, List<Layer> layers, Links links) {
    this.inventories = stack.layers();
    this.layers = layers;
    this.links = links;
    this.stack = stack;
    for (int i = 0; i < inventories.size(); i++) {
      for (FileFacts file : inventories.get(i).files().values()) {
        if (!stack.isHidden(i, file.path())) {
          visible.add(new Visible(file, i, false));
        }
      }
    }
    // Seen through a link that may lie above them: the link's own path hides nothing of theirs.
    visible.addAll(links.files());
    OwnedFiles.of(visible.stream().map(Visible::file).toList())
        .forEach(path -> owned.add(stack.inRealFolder(path)));
  }

  /// What is visible when all layers are in place.
  ///
  /// @param lowestFirst what each layer's bytes say
  /// @param layers the same layers as the image describes them
  public static Inventory merge(List<LayerInventory> lowestFirst, List<Layer> layers) {
    return merge(new LayerStack(lowestFirst), layers, Links.NONE);
  }

  /// The same, with what is seen through links.
  static Inventory merge(LayerStack stack, List<Layer> layers, Links links) {
    if (stack.layers().size() != layers.size()) {
      throw new IllegalArgumentException("one inventory for each layer");
    }
    var merge = new InventoryMerge(stack, layers, links);
    return new Inventory(merge.operatingSystem(), merge.components(), merge.gaps());
  }

  /// Whether files of a layer that a package of the same layer owned belong to none any more. Where
  /// such files were left out for that, they have to be read after all.
  static boolean hasOrphans(int layer, List<LayerInventory> lowestFirst, List<Layer> layers) {
    var merge = new InventoryMerge(new LayerStack(lowestFirst), layers, Links.NONE);
    LayerInventory inventory = lowestFirst.get(layer);
    return inventory.files().values().stream()
        .flatMap(file -> file.owned().stream())
        .map(merge.stack::inRealFolder)
        .anyMatch(path ->
            !merge.owned.contains(path)
                && inventory.others().contains(path)
                && !merge.stack.isHidden(layer, path));
  }

  private List<Placed> components() {
    var repositories =
        new PackageRepositories(inventories.stream().map(each -> each.files().values()).toList());
    var components = new ArrayList<Placed>();
    for (Visible v : visible) {
      boolean isOwned = !v.file.components().isEmpty() && isOwned(v);
      for (Component component : v.file.components()) {
        if (component.isInstalled()) {
          int layer = firstLayer(v, component);
          Component known = repositories.of(component, layer);
          components.add(new Placed(known, Optional.of(layers.get(layer))));
        } else if (!isOwned) {
          components.add(new Placed(component, Optional.of(layers.get(v.layer))));
        }
      }
    }
    components.sort((a, b) -> ComponentOrder.OF_INVENTORIES.compare(a.component(), b.component()));
    return PythonPackageAnalyzer.withoutRepeated(
        NotedPackages.withoutListed(withoutDoubles(components)));
  }

  /// What is sorted without its doubles, which then stand close together. Most stand alone: a hash
  /// of all that they are made of costs more than the order did.
  private static List<Placed> withoutDoubles(List<Placed> sorted) {
    var kept = new ArrayList<Placed>(sorted.size());
    for (int from = 0, to; from < sorted.size(); from = to) {
      Component first = sorted.get(from).component();
      to = from + 1;
      while (to < sorted.size() && isAlike(first, sorted.get(to).component())) {
        to++;
      }
      if (to == from + 1) {
        kept.add(sorted.get(from));
      } else {
        kept.addAll(new LinkedHashSet<>(sorted.subList(from, to)));
      }
    }
    return kept;
  }

  private static boolean isAlike(Component a, Component b) {
    return ComponentOrder.OF_INVENTORIES.compare(a, b) == 0;
  }

  /// A package that a link leads to is the system's as well where the link is.
  private boolean isOwned(Visible v) {
    String path = v.file.path();
    return owned.contains(stack.inRealFolder(path))
        || (v.isLinked && (owned.contains(path) || owned.contains(EntryPath.folder(path))));
  }

  /// The layer whose instruction installed a package, although later ones wrote its database anew.
  private int firstLayer(Visible v, Component component) {
    List<Set<String>> lists =
        databases.computeIfAbsent(v.file.path(), path -> packagesByLayer(path, v.layer));
    String key = key(component);
    int first = v.layer;
    for (int i = v.layer - 1; i >= 0; i--) {
      if (!inventories.get(i).files().containsKey(v.file.path())) {
        continue;
      }
      if (!lists.get(i).contains(key)) {
        break;
      }
      first = i;
    }
    return first;
  }

  private List<Set<String>> packagesByLayer(String path, int below) {
    var lists = new ArrayList<Set<String>>();
    for (LayerInventory layer : inventories.subList(0, below)) {
      var keys = new HashSet<String>();
      FileFacts file = layer.files().get(path);
      if (file != null) {
        file.components().forEach(c -> keys.add(key(c)));
      }
      lists.add(keys);
    }
    return lists;
  }

  private static String key(Component c) {
    return c.name() + "\0" + c.version() + "\0" + c.architecture();
  }

  private Optional<OperatingSystem> operatingSystem() {
    var named = new TreeMap<String, OperatingSystem>();
    for (Visible v : visible) {
      v.file.operatingSystem().ifPresent(os -> named.put(v.file.path(), os));
    }
    return OperatingSystemChoice.choose(named);
  }

  private List<Gap> gaps() {
    var gaps = new TreeSet<Gap>(links.gaps());
    links
        .folders()
        .forEach((path, target) -> {
          if (!owned.contains(path)) {
            gaps.add(LinkedFiles.linkedFolder(path, target));
          }
        });
    for (Visible v : visible) {
      boolean isOwned = !v.file.gaps().isEmpty() && isOwned(v);
      for (Gap gap : v.file.gaps()) {
        if (!(isOwned && ProgramGap.isOne(gap))) {
          gaps.add(gap);
        }
      }
    }
    inventories.forEach(layer -> gaps.addAll(layer.gaps()));
    return List.copyOf(gaps);
  }
}
