package dev.assay.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Where the results of a run go. A file is complete or absent: it appears under its name only when
/// the run has come to an answer.
public interface Outputs {
  /// Writes one result.
  ///
  /// @param file empty for standard output
  /// @throws dev.assay.failure.InputFailure where the bytes cannot be written
  /// @throws IOException from `content`
  void write(Optional<Path> file, Content content) throws IOException;

  /// Writes a few lines for a person to standard error, whether or not it is a terminal.
  void tell(String lines);

  /// Where `--input -` is read from.
  InputStream standardInput();

  /// Produces the bytes.
  @FunctionalInterface
  interface Content {
    /// @param out stays open
    void writeTo(OutputStream out) throws IOException;
  }
}
