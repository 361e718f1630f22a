package dev.assay.image;

import java.util.ArrayDeque;
import java.util.Optional;

/// Paths as container runtimes resolve them inside the image's root.
final class EntryPath {
  private EntryPath() {}

  /// The path without `/` at either end, `//`, `.` and `..`; empty text is the root.
  ///
  /// @return empty where the path climbs out of the root
  static Optional<String> normalise(String raw) {
    int start = raw.startsWith("./") ? 2 : 0; // some archives begin each path so
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length(); // and end each folder's so
    return isClean(raw, start, end) ? Optional.of(raw.substring(start, end)) : resolve("", raw);
  }

  /// Where a link leads.
  ///
  /// @param folder the folder of the link; an absolute target starts at the root all the same
  static String target(String folder, String target) {
    String from = target.startsWith("/") ? "" : folder;
    return String.join("/", walk(from, target, true));
  }

  private static Optional<String> resolve(String folder, String path) {
    ArrayDeque<String> parts = walk(folder, path, false);
    return "..".equals(parts.peekFirst()) ? Optional.empty() : Optional.of(String.join("/", parts));
  }

  /// @param stops whether `..` at the root stays there, as it does for links; else it is kept
  private static ArrayDeque<String> walk(String folder, String path, boolean stops) {
    var parts = new ArrayDeque<String>();
    for (String part : String.join("/", folder, path).split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.getLast().equals("..")) {
          parts.removeLast();
        } else if (!stops) {
          parts.add(part);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /// Whether the path is as `normalise` would make it; most are.
  ///
  /// @param from so much of it is looked at
  /// @param length up to here
  private static boolean isClean(String path, int from, int length) {
    int start = from;
    while (start < length) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? length : Math.min(slash, length);
      boolean isDots =
          path.charAt(start) == '.'
              && (end - start == 1 || (end - start == 2 && path.charAt(start + 1) == '.'));
      if (end == start || isDots || end == length) {
        return end > start && !isDots;
      }
      start = end + 1;
    }
    return false; // nothing stands before the end
  }

  /// What stands before the last `/`; empty text for the root.
  static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /// What stands behind the last `/`.
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Whether it lies in that folder and in none below it.
  static boolean isDirectlyIn(String folder, String path) {
    int slash = path.lastIndexOf('/');
    return slash == folder.length() && path.startsWith(folder);
  }

  /// How long the deepest folder is that is one of both or lies above both; 0 for the root.
  static int common(String folder, String other) {
    int most = Math.min(folder.length(), other.length());
    int at = 0;
    while (at < most && folder.charAt(at) == other.charAt(at)) {
      at++;
    }
    return endsAt(folder, at) && endsAt(other, at)
        ? at
        : Math.max(0, folder.lastIndexOf('/', at - 1));
  }

  private static boolean endsAt(String path, int at) {
    return at == path.length() || path.charAt(at) == '/';
  }

  /// How many folders lie above it.
  static int depth(String path) {
    int depth = 0;
    for (int i = path.indexOf('/'); i >= 0; i = path.indexOf('/', i + 1)) {
      depth++;
    }
    return depth;
  }
}
