package dev.assay.image.folder;

import dev.assay.analyze.Analyzer.Scope;
import dev.assay.format.text.Glob;
import java.util.List;
import java.util.stream.Stream;

/// What of a folder is not looked at.
///
/// @param folders patterns of folders, with all that is in them
/// @param files patterns of files
record Skips(List<Glob> folders, List<Glob> files) {
  Skips {
    folders = List.copyOf(folders);
    files = List.copyOf(files);
  }

  /// As Trivy does: histories, the kernel's views, and what npm installed in a source tree, whose
  /// lock file counts there.
  static Skips of(Scope scope) {
    Stream<String> folders =
        switch (scope) {
          case SOURCE -> Stream.of("**/.git", "**/node_modules");
          case INSTALLED -> Stream.of("**/.git", "proc", "sys", "dev");
        };
    return new Skips(folders.map(Glob::parse).toList(), List.of());
  }

  Skips and(List<Glob> moreFolders, List<Glob> moreFiles) {
    return new Skips(
        Stream.concat(folders.stream(), moreFolders.stream()).toList(),
        Stream.concat(files.stream(), moreFiles.stream()).toList());
  }

  boolean skipsFolder(String path) {
    return folders.stream().anyMatch(glob -> glob.matches(path));
  }

  boolean skipsFile(String path) {
    return files.stream().anyMatch(glob -> glob.matches(path));
  }

  /// Whether the file or a folder above it is skipped.
  boolean skipsAbove(String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (skipsFolder(path.substring(0, slash))) {
        return true;
      }
    }
    return skipsFile(path);
  }
}
