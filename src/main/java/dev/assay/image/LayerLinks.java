package dev.assay.image;

import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The symbolic links of one layer while its entries go by, and where they lead later entries:
/// runtimes write `b/status` into `var/lib/dpkg` where the layer made `b` a link to it before.
final class LayerLinks {
  /// As many links as Linux follows before it says ELOOP.
  private static final int MAX_HOPS = 40;

  /// Folders looked at on the way, for all entries of a layer. Real layers need less than ten for
  /// an entry.
  private static final long MAX_STEPS = 100_000_000;

  private final Limits limits;
  private final Map<String, String> targets = new HashMap<>();
  private String lastFolder = "";
  private String lastReal = "";
  private long steps;

  LayerLinks(Limits limits) {
    this.limits = limits;
  }

  void put(String path, String target) {
    targets.put(path, target);
    forget();
  }

  void remove(String path) {
    if (targets.remove(path) != null) {
      forget();
    }
  }

  Optional<String> at(String path) {
    return Optional.ofNullable(targets.get(path));
  }

  private void forget() {
    lastFolder = "";
    lastReal = "";
  }

  SortedMap<String, String> byPath() {
    return new TreeMap<>(targets);
  }

  /// The path with the links above it followed that came before; in a circle, the path as it is.
  String real(String path) {
    if (targets.isEmpty() || path.indexOf('/') < 0) {
      return path;
    }
    if (lastFolder.isEmpty() || !EntryPath.isDirectlyIn(lastFolder, path)) {
      if (EntryPath.depth(path) > limits.of(Limit.PATH_DEPTH)) {
        return path;
      }
      lastFolder = EntryPath.folder(path);
      lastReal = follow(lastFolder, this::target).orElse(lastFolder);
    }
    if (lastReal.equals(lastFolder)) {
      return path;
    }
    return lastReal.isEmpty() ? EntryPath.name(path) : lastReal + "/" + EntryPath.name(path);
  }

  private Optional<String> target(String path) {
    if (++steps > MAX_STEPS) {
      throw limits.passed(Limit.LAYER_LINKS, "its entries go astray among its", "links");
    }
    return Optional.ofNullable(targets.get(path));
  }

  /// A path with every link on the way and at its end followed.
  ///
  /// @param linkAt the target of the link at a path, if there is one
  /// @return empty where links lead around in a circle
  static Optional<String> follow(String path, Function<String, Optional<String>> linkAt) {
    var open = new ArrayList<String>(List.of(path.split("/")).reversed());
    String done = "";
    int hops = 0;
    while (!open.isEmpty()) {
      String part = open.removeLast();
      if (part.equals("..")) {
        done = EntryPath.folder(done);
        continue;
      }
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      String here = done.isEmpty() ? part : done + "/" + part;
      Optional<String> target = linkAt.apply(here);
      if (target.isEmpty()) {
        done = here;
        continue;
      }
      if (++hops > MAX_HOPS) {
        return Optional.empty();
      }
      done = target.get().startsWith("/") ? "" : done;
      open.addAll(List.of(target.get().split("/")).reversed());
    }
    return Optional.of(done);
  }
}
