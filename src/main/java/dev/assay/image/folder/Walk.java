package dev.assay.image.folder;

import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Every file below a folder, in the order of names. Links are not followed, and devices, pipes and
/// sockets are not opened.
///
/// @param files told of each
/// @param gaps told what cannot be read
record Walk(Path root, Skips skips, Limits limits, Visitor files, List<Gap> gaps) {
  /// Is told of each file: its path relative to the root, and where it is.
  interface Visitor {
    /// A regular file.
    void file(String path, Path file);

    /// A link, a pipe, a socket or a device.
    default void other(String path) {}
  }

  /// @param place as the system gave it: a name that is no text cannot be found by its text
  private record Folder(String path, Path place, int depth) {}

  /// @throws dev.assay.failure.InputFailure where there are too many
  /// @throws IOException where the run is cancelled
  void run() throws IOException {
    Deque<Folder> open = new ArrayDeque<>();
    open.push(new Folder("", root, 0));
    long entries = 0;
    while (!open.isEmpty()) {
      if (Thread.interrupted()) {
        throw new InterruptedIOException("cancelled");
      }
      entries += enter(open.pop(), open);
      if (entries > limits.of(Limit.FOLDER_ENTRIES)) {
        throw limits.passed(
            Limit.FOLDER_ENTRIES, "cannot read the folder: it has more than", "files and folders");
      }
    }
  }

  /// @return how many entries it has
  private long enter(Folder folder, Deque<Folder> open) {
    if (folder.depth() > limits.of(Limit.PATH_DEPTH)) {
      gaps.add(new Gap(shortened(folder.path()), 0, tooDeep()));
      return 0;
    }
    var below = new ArrayList<Folder>();
    List<Path> entries = entries(folder);
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      String path = folder.path().isEmpty() ? name : folder.path() + "/" + name;
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory() && !skips.skipsFolder(path)) {
          below.add(new Folder(path, entry, folder.depth() + 1));
        } else if (attributes.isRegularFile() && !skips.skipsFile(path)) {
          files.file(path, entry);
        } else if (!attributes.isDirectory() && !skips.skipsFile(path)) {
          files.other(path);
        }
      } catch (IOException e) {
        gaps.add(new Gap(path, 0, "cannot be read: " + FolderAnalysis.reason(e)));
      } catch (InvalidPathException e) {
        gaps.add(new Gap(path, 0, "cannot be read: the locale has no way to write its name"));
      }
    }
    below.reversed().forEach(open::push);
    return entries.size();
  }

  private List<Path> entries(Folder folder) {
    var entries = new ArrayList<Path>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.place())) {
      stream.forEach(entries::add);
    } catch (IOException e) {
      gap(folder, e);
    } catch (DirectoryIteratorException e) {
      gap(folder, Optional.ofNullable(e.getCause()).orElseGet(() -> new IOException(e)));
    }
    entries.sort(Comparator.comparing(path -> String.valueOf(path.getFileName())));
    return entries;
  }

  private void gap(Folder folder, IOException e) {
    String path = folder.path().isEmpty() ? "." : folder.path();
    gaps.add(new Gap(path, 0, "folder cannot be listed: " + FolderAnalysis.reason(e)));
  }

  private String tooDeep() {
    return "not looked at: it lies below more than "
        + limits.of(Limit.PATH_DEPTH)
        + " folders (limit "
        + Limit.PATH_DEPTH.word()
        + ", set by `--limit`)";
  }

  private static String shortened(String path) {
    return path.length() > 100 ? path.substring(0, 100) + "…" : path;
  }
}
