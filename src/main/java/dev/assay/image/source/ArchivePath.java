package dev.assay.image.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Names within an archive. They are only ever compared, never opened on this machine.
final class ArchivePath {
  private ArchivePath() {}

  /// The path without `.`, `..` and doubled or leading slashes; empty where it leads out of the
  /// archive or names nothing.
  static Optional<String> normal(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
  }

  /// Where a symbolic link at `path` leads.
  static Optional<String> follow(String path, String target) {
    int slash = path.lastIndexOf('/');
    return target.startsWith("/")
        ? normal(target)
        : normal((slash < 0 ? "" : path.substring(0, slash + 1)) + target);
  }
}
