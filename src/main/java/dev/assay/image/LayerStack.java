package dev.assay.image;

import dev.assay.model.LayerInventory;
import dev.assay.model.PathSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The layers of an image over each other: which of two entries of a path is seen, and where links
/// lead. A layer hides what lies below it by a whiteout or an opaque folder, or by anything but a
/// folder at that path or above it. A folder hides whatever is none at its own path.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md>
final class LayerStack {
  /// What of one layer hides the layers below.
  private static final class Cover {
    final Set<String> whiteouts;
    final Set<String> opaqueFolders;
    final PathSet solid; // all paths that are no folders
    final PathSet folders;

    Cover(LayerInventory layer) {
      whiteouts = new HashSet<>(layer.whiteouts());
      opaqueFolders = new HashSet<>(layer.opaqueFolders());
      var named = new ArrayList<String>(layer.files().keySet());
      named.addAll(layer.symlinks().keySet());
      solid = layer.others().and(named);
      folders = layer.folders();
    }
  }

  /// By the last bits of a path's hash, the topmost layer that may say something of the path. Most
  /// paths are in one layer alone, so that this spares the search in those above it.
  private static final class Topmost {
    private static final int MAX_SLOTS = 1 << 20;
    private static final int SLOTS_EACH = 4;

    private final int[] layers;

    Topmost(long paths) {
      long most = Math.clamp(paths, 1, MAX_SLOTS / SLOTS_EACH);
      layers = new int[(int) Long.highestOneBit(most) * SLOTS_EACH];
      Arrays.fill(layers, -1);
    }

    /// Layers come lowest first.
    void add(long hash, int layer) {
      layers[slot(hash)] = layer;
    }

    int of(long hash) {
      return layers[slot(hash)];
    }

    private int slot(long hash) {
      return (int) hash & (layers.length - 1);
    }
  }

  private final List<LayerInventory> layers;
  private final List<Cover> covers = new ArrayList<>();
  private final Topmost takers;
  private final Topmost folders;

  /// Where folders are that links may lead to, by where they seem to be.
  private final Map<String, String> realFolders = new HashMap<>(Map.of("", ""));

  /// By folder, the topmost layer that takes it or one above it away; -1 for none.
  private final Map<String, Integer> folderTakers = new HashMap<>();

  /// Of all layers: most paths are no link's, and to learn what hides one is dear.
  private final Set<String> symlinks = new HashSet<>();

  LayerStack(List<LayerInventory> lowestFirst) {
    this.layers = lowestFirst;
    for (LayerInventory layer : lowestFirst) {
      covers.add(new Cover(layer));
      symlinks.addAll(layer.symlinks().keySet());
    }
    takers = new Topmost(covers.stream().mapToLong(cover -> cover.solid.size()).sum());
    folders = new Topmost(covers.stream().mapToLong(cover -> cover.folders.size()).sum());
    int topmost = -1;
    for (int i = 0; i < covers.size(); i++) {
      addHashes(i);
      topmost = covers.get(i).opaqueFolders.contains("") ? i : topmost;
    }
    folderTakers.put("", topmost);
  }

  private void addHashes(int layer) {
    Cover cover = covers.get(layer);
    cover.solid.forEach(hash -> takers.add(hash, layer));
    cover.whiteouts.forEach(path -> takers.add(PathSet.hash(path), layer));
    cover.opaqueFolders.forEach(path -> takers.add(PathSet.hash(path), layer));
    cover.folders.forEach(hash -> folders.add(hash, layer));
  }

  /// Lowest first.
  List<LayerInventory> layers() {
    return layers;
  }

  /// A path and the folders above it, deepest first, with their hashes.
  private static final class Lineage {
    final List<String> paths = new ArrayList<>();
    final long[] hashes;

    Lineage(String path) {
      paths.add(path);
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        paths.add(path.substring(0, slash));
      }
      hashes = new long[paths.size()];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = PathSet.hash(paths.get(i));
      }
    }
  }

  /// Whether a layer above that one hides the file or link at the path.
  boolean isHidden(int layer, String path) {
    if (layer == layers.size() - 1) {
      return false;
    }
    if (topmostOver(EntryPath.folder(path)) > layer) {
      return true;
    }
    long hash = PathSet.hash(path);
    int topmost = Math.max(takers.of(hash), folders.of(hash));
    for (int upper = layer + 1; upper <= topmost; upper++) {
      Cover cover = covers.get(upper);
      if (cover.folders.contains(hash) || takes(cover, path, hash)) {
        return true;
      }
    }
    return false;
  }

  /// The topmost layer that takes away a folder or one above it; -1 where none does. Thousands of
  /// files have most of their folders in common.
  private int topmostOver(String folder) {
    var unknown = new ArrayDeque<String>();
    String at = folder;
    Integer known = folderTakers.get(at);
    while (known == null) {
      unknown.push(at);
      at = EntryPath.folder(at);
      known = folderTakers.get(at);
    }
    int topmost = known;
    for (String each : unknown) {
      long hash = PathSet.hash(each);
      int taker = Math.max(topmost, takers.of(hash));
      while (taker > topmost && !takes(covers.get(taker), each, hash)) {
        taker--;
      }
      topmost = taker;
      folderTakers.put(each, topmost);
    }
    return topmost;
  }

  /// Whether the layer leaves nothing of the layers below at that path, nor in a folder there.
  private static boolean takes(Cover cover, String path, long hash) {
    return cover.solid.contains(hash)
        || cover.whiteouts.contains(path)
        || cover.opaqueFolders.contains(path);
  }

  /// Whether the layer leaves nothing at that path but a folder of its own.
  private static boolean hides(Cover cover, Lineage lineage) {
    if (cover.opaqueFolders.contains("")) {
      return true;
    }
    if (cover.folders.contains(lineage.hashes[0])) {
      return true;
    }
    for (int i = 0; i < lineage.paths.size(); i++) {
      if (takes(cover, lineage.paths.get(i), lineage.hashes[i])) {
        return true;
      }
    }
    return false;
  }

  /// The layer whose file is seen at that path; a link there is no file.
  OptionalInt layerOfFile(String path) {
    var lineage = new Lineage(path);
    for (int i = layers.size() - 1; i >= 0; i--) {
      LayerInventory layer = layers.get(i);
      if (layer.files().containsKey(path) || layer.others().contains(path)) {
        return OptionalInt.of(i);
      }
      if (hides(covers.get(i), lineage)) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /// Whether a folder is seen at that path.
  boolean isFolder(String path) {
    var lineage = new Lineage(path);
    for (int i = layers.size() - 1; i >= 0; i--) {
      Cover cover = covers.get(i);
      if (cover.folders.contains(lineage.hashes[0])) {
        return true;
      }
      if (hides(cover, lineage)) {
        return false;
      }
    }
    return false;
  }

  /// The target of the link at that path, links above it followed.
  Optional<String> linkAt(String path) {
    return symlinkAt(inRealFolder(path));
  }

  private Optional<String> symlinkAt(String path) {
    if (!symlinks.contains(path)) {
      return Optional.empty();
    }
    Lineage lineage = null;
    for (int i = layers.size() - 1; i >= 0; i--) {
      String target = layers.get(i).symlinks().get(path);
      if (target != null) {
        return Optional.of(target);
      }
      lineage = lineage == null ? new Lineage(path) : lineage;
      if (hides(covers.get(i), lineage)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// The path with every link on the way and at its end followed.
  ///
  /// @return empty where links lead around in a circle
  Optional<String> resolve(String path) {
    return LayerLinks.follow(path, this::symlinkAt);
  }

  /// The path with links among the folders above it followed; in a circle, the path as it is.
  String inRealFolder(String path) {
    String folder = EntryPath.folder(path);
    String real = realFolder(folder);
    if (real.isEmpty()) {
      return EntryPath.name(path);
    }
    return real.equals(folder) ? path : real + "/" + EntryPath.name(path);
  }

  /// A folder that is where it seems to be has most of those in it where they seem to be: only what
  /// a link has to do with is followed part by part.
  private String realFolder(String folder) {
    var unknown = new ArrayDeque<String>();
    String at = folder;
    String real = realFolders.get(at);
    while (real == null) {
      unknown.push(at);
      at = EntryPath.folder(at);
      real = realFolders.get(at);
    }
    for (String each : unknown) {
      boolean isThere = real.equals(at) && !symlinks.contains(each) && isPlain(each, at);
      real = isThere ? each : resolve(each).orElse(each);
      realFolders.put(each, real);
      at = each;
    }
    return real;
  }

  /// Whether nothing but a name stands between a path and the folder that it is in.
  private static boolean isPlain(String path, String folder) {
    int name = folder.isEmpty() ? 0 : folder.length() + 1;
    return name < path.length()
        && path.charAt(0) != '/'
        && !path.startsWith(".", name)
        && path.indexOf('/', name) < 0;
  }
}
