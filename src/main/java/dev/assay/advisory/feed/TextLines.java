package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// Lines of bounded length.
final class TextLines {
  private static final int MAX_CHARS = 1 << 20;
  private final Reader in;
  private final char[] buffer = new char[8192];
  private int at;
  private int end;

  TextLines(Reader in) {
    this.in = in;
  }

  /// The next line without its end, or `null` behind the last.
  ///
  /// @throws InputFailure where a line is over the limit
  @Nullable String next() throws IOException {
    if (at == end && !fill()) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    do {
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line.append(buffer, at, stop - at);
      if (line.length() > MAX_CHARS) {
        throw new InputFailure("a line has more than " + MAX_CHARS + " characters");
      }
      at = Math.min(stop + 1, end);
      if (stop < end) {
        break;
      }
    } while (fill());
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }
}
