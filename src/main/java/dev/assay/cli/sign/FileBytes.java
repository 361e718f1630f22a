package dev.assay.cli.sign;

import dev.assay.sign.check.LocalFile;
import java.nio.file.Path;

/// Small files that the user names.
final class FileBytes {
  private FileBytes() {}

  /// All of a file.
  ///
  /// @param most how long it may be, in bytes
  /// @throws dev.assay.failure.InputFailure where it is absent, unreadable or longer
  static byte[] read(Path file, int most) {
    return LocalFile.read(file, most);
  }
}
