package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// Lines of bounded length.
final class TextLines {
  private static final int MAX_CHARS = 1 << 20;
  private final Reader in;

  TextLines(Reader in) {
    this.in = new BufferedReader(in, 1 << 16);
  }

  /// The next line without its end, or `null` behind the last.
  ///
  /// @throws InputFailure where a line is over the limit
  @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == MAX_CHARS) {
        throw new InputFailure("a line has more than " + MAX_CHARS + " characters");
      }
      line.append((char) c);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }
}
