package dev.assay.advisory.db;

import dev.assay.failure.DatabaseFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// A database folder that cannot be written, as on a read-only or a full disk: no network trouble
/// and no damage, so it is told in words of its own.
public final class Unwritable {
  private Unwritable() {}

  /// Work on files of the database alone: no bytes of elsewhere are moved in it.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /// Does it.
  ///
  /// @throws DatabaseFailure where the folder stands in the way
  static <T> T guard(Path root, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw failure(root, e);
    }
  }

  /// What the exception means for whoever wants the database written.
  public static DatabaseFailure failure(Path root, IOException e) {
    DatabaseFailure failure =
        new DatabaseFailure(
            "cannot write the advisory database in " + root + ": " + reason(e),
            "make room and see that you may write there, or name another folder with --cache-dir");
    failure.initCause(e);
    return failure;
  }

  static String reason(IOException e) {
    Optional<String> text =
        switch (e) {
          case AccessDeniedException denied ->
              Optional.of("permission denied: " + denied.getFile());
          case FileSystemException file ->
              Optional.ofNullable(file.getReason())
                  .map(reason -> reason.toLowerCase(Locale.ROOT) + ": " + file.getFile());
          default -> Optional.ofNullable(e.getMessage()).map(m -> m.toLowerCase(Locale.ROOT));
        };
    return text.orElseGet(e::toString);
  }
}
