package dev.assay.analyze.language;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.analyze.Found;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Lock files that are read as a whole.
public final class WholeText {
  /// Real ones stay below 10 MB.
  static final int MAX_BYTES = 16 << 20;

  private WholeText() {}

  /// The text; empty, with a gap, where it is too long. UTF-8, or UTF-16 where a byte order mark
  /// says so: PowerShell writes `pip freeze > requirements.txt` like that.
  ///
  /// @throws IOException where the bytes do not arrive
  public static Optional<String> read(InputStream content, Found found) throws IOException {
    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      found.gap(0, "longer than " + MAX_BYTES + " bytes");
      return Optional.empty();
    }
    return Optional.of(decoded(bytes));
  }

  /// The text of these bytes, in the encoding that their byte order mark names.
  static String decoded(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    return switch (mark) {
      case 0xFFFE -> new String(bytes, 2, bytes.length - 2, UTF_16LE);
      case 0xFEFF -> new String(bytes, 2, bytes.length - 2, UTF_16BE);
      default -> new String(bytes, UTF_8);
    };
  }
}
