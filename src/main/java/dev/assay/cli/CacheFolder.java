package dev.assay.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// The two folders of the cache, from outside. Links in them are neither followed nor minded.
final class CacheFolder {
  /// The vulnerability database.
  static final String DATABASE = "db";

  /// What was learnt of images.
  static final String ANALYSIS = "analysis";

  private CacheFolder() {}

  /// How many files there are and how many bytes they hold.
  record Size(long files, long bytes) {}

  /// The size of a folder and all below it; nothing where there is none.
  static Size size(Path folder) throws IOException {
    long[] sum = new long[2];
    walk(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0]++;
            sum[1] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return goneMeanwhile(e);
          }
        });
    return new Size(sum[0], sum[1]);
  }

  private static void walk(Path folder, SimpleFileVisitor<Path> visitor) throws IOException {
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(folder, visitor);
    }
  }

  /// Another process may be cleaning too.
  private static FileVisitResult goneMeanwhile(IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
