package dev.assay.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body of an answer to a request for several ranges, `multipart/byteranges`: part by part, in
/// the order that the server chose. For each one, `next` and then exactly its bytes of `content`.
///
/// Source: RFC 9110, section 14.6
public final class ByteRanges {
  private static final Pattern TYPE =
      Pattern.compile(
          "multipart/byteranges;.*boundary=(\"[^\"]{1,200}\"|[^\"; ]{1,200}).*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private static final int MAX_LINE = 1 << 10;
  private static final int MAX_LINES = 16;
  private static final String RANGE_HEADER = "content-range:";

  private final String boundary;
  private final InputStream body;
  private long headBytes;

  private ByteRanges(String boundary, InputStream body) {
    this.boundary = boundary;
    this.body = body;
  }

  /// A stretch of a resource.
  ///
  /// @param first offset of its first byte
  /// @param last offset of its last byte
  /// @param whole length of the resource, negative where the server does not say
  public record Range(long first, long last, long whole) {}

  /// What a `Content-Range` says; empty where it is none of bytes.
  public static Optional<Range> range(String header) {
    Matcher range = CONTENT_RANGE.matcher(header);
    if (!range.matches()) {
      return Optional.empty();
    }
    long whole = range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
    return Optional.of(
        new Range(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), whole));
  }

  /// Starts to read.
  ///
  /// @param type the answer's `Content-Type`
  /// @param body stays open
  /// @return empty where the answer has no parts
  public static Optional<ByteRanges> open(String type, InputStream body) {
    Matcher matcher = TYPE.matcher(type);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String boundary = matcher.group(1);
    boolean isQuoted = boundary.startsWith("\"");
    String bare = isQuoted ? boundary.substring(1, boundary.length() - 1) : boundary;
    return Optional.of(new ByteRanges("--" + bare, body));
  }

  /// Goes to the next part.
  ///
  /// @return empty where there is none, or none that can be understood
  /// @throws IOException where the bytes do not arrive
  public Optional<Range> next() throws IOException {
    String line = line();
    for (int lines = 1; !line.equals(boundary); lines++) {
      if (lines == MAX_LINES || line.equals(boundary + "--")) {
        return Optional.empty();
      }
      line = line();
    }
    Optional<Range> range = Optional.empty();
    line = line();
    for (int lines = 1; !line.isEmpty(); lines++) {
      if (lines == MAX_LINES) {
        return Optional.empty();
      }
      if (line.regionMatches(true, 0, RANGE_HEADER, 0, RANGE_HEADER.length())) {
        range = range(line.substring(RANGE_HEADER.length()).strip());
      }
      line = line();
    }
    return range;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = read(); c != '\n'; c = read()) {
      if (line.length() == MAX_LINE) {
        throw new IOException("an answer of several parts has a line that is too long");
      }
      line.append((char) c);
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  private int read() throws IOException {
    int c = body.read();
    if (c < 0) {
      throw new EOFException("an answer of several parts ends within them");
    }
    headBytes++;
    return c;
  }

  /// The body, at the first byte of the part behind `next`.
  public InputStream content() {
    return body;
  }

  /// How many bytes around the parts were read since this was last asked.
  public long takeHeadBytes() {
    long count = headBytes;
    headBytes = 0;
    return count;
  }
}
