package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The links of an archive. Old versions of `docker save` write a layer that an image has twice as
/// a link to the first.
final class ArchiveLinks {
  private static final int MAX_STEPS = 32;
  private static final int MAX_LINKS = 100_000;

  private final Map<String, String> targets = new HashMap<>();

  /// Remembers a link.
  ///
  /// @param target where it leads, if within the archive
  void add(String path, Optional<String> target) {
    if (targets.size() >= MAX_LINKS) {
      throw new InputFailure("the archive has more than " + MAX_LINKS + " links");
    }
    target.ifPresent(to -> targets.put(path, to));
  }

  void forget(String path) {
    targets.remove(path);
  }

  /// Where a path leads in the end; links that go around in a circle lead to themselves.
  String resolve(String path) {
    String at = path;
    for (int step = 0; step < MAX_STEPS; step++) {
      String next = targets.get(at);
      if (next == null) {
        return at;
      }
      at = next;
    }
    return path;
  }
}
