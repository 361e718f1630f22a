package dev.assay.cli.flag;

import dev.assay.failure.UsageFailure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths that a user typed.
public final class Paths {
  private Paths() {}

  /// The path.
  ///
  /// @param place where it was said, for the message
  /// @throws UsageFailure where the text cannot be a path, as with a zero byte in it
  public static Path of(String text, String place) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageFailure("cannot use " + place + ": " + e.getReason());
    }
  }
}
