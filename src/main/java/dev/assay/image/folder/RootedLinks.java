package dev.assay.image.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Follows links below a root as a process confined to it would: an absolute target begins at the
/// root, and `..` does not lead above it.
///
/// @param root a real path
record RootedLinks(Path root) {
  private static final int MAX_LINKS = 40;

  /// The path of the file that a path leads to, itself free of links; empty where that is no
  /// regular file.
  Optional<String> resolve(String path) {
    return follow(path)
        .filter(real -> Files.isRegularFile(root.resolve(real), LinkOption.NOFOLLOW_LINKS));
  }

  /// The same for a folder.
  Optional<String> folder(String path) {
    return follow(path)
        .filter(real -> Files.isDirectory(root.resolve(real), LinkOption.NOFOLLOW_LINKS));
  }

  /// Whether the links on the way of a path lead around and around.
  boolean isCircular(String path) {
    return path.indexOf('\0') < 0 && follow(path).isEmpty();
  }

  /// Where a path leads to, whether or not anything is there; empty where that has no end.
  private Optional<String> follow(String path) {
    if (!isName(root, path)) {
      return Optional.empty();
    }
    Deque<String> ahead = new ArrayDeque<>(List.of(path.split("/")));
    List<String> done = new ArrayList<>();
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      done.add(name);
      Path here = root.resolve(String.join("/", done));
      if (!Files.isSymbolicLink(here)) {
        continue;
      }
      Optional<String> target = target(here);
      if (target.isEmpty() || ++links > MAX_LINKS) {
        return Optional.empty();
      }
      done.removeLast();
      if (target.get().startsWith("/")) {
        done.clear();
      }
      List.of(target.get().split("/")).reversed().forEach(ahead::push);
    }
    return Optional.of(String.join("/", done));
  }

  /// Whether a file can be called so, in the system's encoding of names.
  private static boolean isName(Path root, String path) {
    try {
      return root.getFileSystem().getPath(path) != null;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
