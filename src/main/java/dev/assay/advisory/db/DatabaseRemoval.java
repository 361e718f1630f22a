package dev.assay.advisory.db;

import dev.assay.failure.DatabaseFailure;
import dev.assay.failure.InputFailure;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Takes a database away, and nothing else: a folder that was named by mistake keeps its files, and
/// no link is followed.
public final class DatabaseRemoval {
  private static final Set<String> FILES =
      Set.of(
          DatabaseFolder.MANIFEST,
          DatabaseFolder.PREVIOUS_MANIFEST,
          DatabaseFolder.CATALOG,
          "checked.json");
  private static final Pattern CHECKED = Pattern.compile("work-checked\\d+");
  private static final Pattern UNFINISHED = Pattern.compile("partition|manifest|run-\\d+");
  private static final Pattern PARTITION =
      Pattern.compile("(advisories|details|enrichment|identities)-.+-[0-9a-f]{16}\\.adb");

  private final Path root;
  private final List<Path> left = new ArrayList<>();

  private DatabaseRemoval(Path root) {
    this.root = root;
  }

  /// Removes the database in a folder, and the folder where nothing else is in it. Waits for a
  /// process that writes it.
  ///
  /// @return what stays, for it is not of a database
  /// @throws InputFailure where the folder is a link: what it leads to may be another program's
  /// @throws DatabaseFailure where it cannot be written
  public static List<Path> of(Path root, Progress progress) {
    if (Files.isSymbolicLink(root)) {
      throw new InputFailure(
          "cannot remove the advisory database in " + root + ": it is a link",
          "remove the link, or name the folder that it leads to with --cache-dir");
    }
    if (!Files.exists(root)) {
      return List.of();
    }
    return Unwritable.guard(root, () -> new DatabaseRemoval(root).run(progress));
  }

  /// Removes what this process has not finished, as it is told to stop.
  public static void ofUnfinished() {
    DatabaseFolder.abandon();
  }

  private List<Path> run(Progress progress) throws IOException {
    Path lock = root.resolve(DatabaseFolder.LOCK);
    if (isFile(lock)) {
      try (var _ = new DatabaseFolder(root).lock(progress).acquiredBy()) {
        removeAll();
        Files.deleteIfExists(lock);
      }
    } else {
      removeAll();
    }
    removeEmpty(root);
    return List.copyOf(left);
  }

  private void removeAll() throws IOException {
    for (Path each : list(root)) {
      String name = name(each);
      if (isFolder(each) && name.equals(DatabaseFolder.PARTITIONS)) {
        clear(each, file -> PARTITION.matcher(file).matches());
      } else if (DatabaseFolder.isWork(each)) {
        clear(each, file -> UNFINISHED.matcher(file).matches());
      } else if (isFile(each) && (FILES.contains(name) || CHECKED.matcher(name).matches())) {
        Files.deleteIfExists(each);
      } else if (!(isFile(each) && name.equals(DatabaseFolder.LOCK))) {
        left.add(each);
      }
    }
  }

  private void clear(Path folder, Predicate<String> isOurs) throws IOException {
    for (Path each : list(folder)) {
      if (isFile(each) && isOurs.test(name(each))) {
        Files.deleteIfExists(each);
      } else {
        left.add(each);
      }
    }
    removeEmpty(folder);
  }

  private List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NotDirectoryException e) {
      left.add(folder);
      return List.of();
    } catch (NoSuchFileException e) {
      return List.of(); // another process is cleaning too
    }
  }

  private static void removeEmpty(Path folder) throws IOException {
    if (isFolder(folder)) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        return; // as it should be: what is in it has been named
      }
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String name(Path path) {
    return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
  }
}
