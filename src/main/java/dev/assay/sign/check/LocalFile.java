package dev.assay.sign.check;

import dev.assay.failure.InputFailure;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of this machine that the user names, or that lie in a layout.
public final class LocalFile {
  private LocalFile() {}

  /// A file's bytes, not buffered.
  ///
  /// @throws InputFailure where it is absent or cannot be opened
  public static InputStream open(Path file) {
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException e) {
      boolean isThere = Files.exists(file);
      throw new InputFailure(
          "cannot read "
              + file
              + ": "
              + (!isThere
                  ? "there is no such file"
                  : Files.isDirectory(file) ? "it is a folder" : "it cannot be opened"));
    }
  }

  /// All of a file.
  ///
  /// @param most how long it may be, in bytes
  /// @throws InputFailure where it is absent, unreadable or longer
  public static byte[] read(Path file, int most) {
    try (InputStream in = open(file)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new InputFailure(
            "cannot read " + file + ": longer than the " + most + " bytes supported");
      }
      return content;
    } catch (IOException e) {
      throw new InputFailure("cannot read " + file + ": " + e.getMessage());
    }
  }
}
