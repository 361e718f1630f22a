package dev.assay.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Reads one kind of file: a package database, a package's own manifest, a lock file.
///
/// An analyzer has no state and never opens a file: the walk hands it the bytes of every file it
/// wants. What it cannot read becomes a gap, and the rest of the file still counts.
public interface Analyzer {
  /// Where an analyzer's files mean something.
  enum Scope {
    /// What is installed: images and root file systems.
    INSTALLED,
    /// Lock files and manifests of a source tree: `fs` and `repo`.
    SOURCE
  }

  /// Its name, also its fixtures' folder: `apk`, `npm-installed`.
  String name();

  /// Raised whenever the same bytes would give another answer, so that cached analyses are redone.
  int rulesVersion();

  /// Where it applies.
  List<Scope> scopes();

  /// Whether it wants the content of that file. Called for every file of an image: must be fast and
  /// allocate nothing.
  ///
  /// @param path relative to the image root, `/`-separated, no leading `/`
  boolean wants(String path);

  /// Whether it could want a file at that path: for the path alone, or once it is shown how the
  /// content begins. As quick as `wants`; what package managers own is remembered for these paths
  /// alone.
  default boolean mayWant(String path) {
    return wants(path);
  }

  /// Whether it reads what it wants at that path. False where it is enough that the file is there:
  /// its content is then not fetched.
  default boolean needsContent(String path) {
    return true;
  }

  /// The exact paths it wants wherever a link there may lead, such as `lib/apk/db/installed`; empty
  /// where it goes by patterns alone.
  default List<String> places() {
    return List.of();
  }

  /// The exact folders whose files it wants by pattern, such as `var/lib/dpkg/status.d`: where one
  /// is a link, its files have other paths, which match no pattern.
  default List<String> folders() {
    return List.of();
  }

  /// The files it wants of a package's own folder, relative to it, such as `package.json`; empty
  /// where packages have none.
  default List<String> packageFiles() {
    return List.of();
  }

  /// Whether it wants what lies in a folder at that path: a package's own, or one that packages lie
  /// in, such as `app/node_modules`. Where such a folder is a link to one of another name, what
  /// lies there matches no pattern. As quick as `wants`.
  default boolean wantsFolder(String path) {
    return false;
  }

  /// Adds what the file says.
  ///
  /// @param path as given to `wants`; where a link leads to the file, the link's path
  /// @param content at most `Limit.FILE_BYTES`; need not be read to its end; the caller closes it
  /// @throws IOException where the bytes do not arrive
  void read(String path, InputStream content, Found found) throws IOException;

  /// The same in a source tree, where other files may be looked at as well.
  ///
  /// @param neighbours the tree's other files
  /// @throws IOException where the bytes do not arrive
  default void read(String path, InputStream content, Neighbours neighbours, Found found)
      throws IOException {
    read(path, content, found);
  }
}
