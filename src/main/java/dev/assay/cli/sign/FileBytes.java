package dev.assay.cli.sign;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Small files that the user names.
final class FileBytes {
  private FileBytes() {}

  /// All of a file.
  ///
  /// @param most how long it may be, in bytes
  /// @throws InputFailure where it is absent, unreadable or longer
  static byte[] read(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new InputFailure("cannot read " + file + ": it is longer than " + most + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InputFailure("cannot read " + file + ": there is no such file");
    } catch (IOException e) {
      throw new InputFailure("cannot read " + file + ": " + e.getMessage());
    }
  }
}
