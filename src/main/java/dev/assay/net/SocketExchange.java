package dev.assay.net;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One `GET` over one connection to a service on this machine, by an address that the JDK's clients
/// do not know, such as a Unix domain socket. Head and header lines are bounded; the body comes by
/// length, in chunks, or until the connection ends. Whoever answers the connection is in the log.
///
/// Source: RFC 9112
public final class SocketExchange implements Closeable {
  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_HEADERS = 100;
  private static final int BUFFER_BYTES = 64 << 10;

  private final TimedSocket socket;
  private final InputStream in;
  private final int status;
  private final Map<String, String> headers = new HashMap<>();
  private final InputStream body;

  /// What is asked, and of whom.
  ///
  /// @param purpose what for, as the receipt names it
  /// @param server the address as people write it, such as `unix:///var/run/docker.sock`
  /// @param target an absolute path in printable ASCII, with its query
  /// @param silence how long the other side may send nothing, before and within the answer
  public record Question(String purpose, String server, String target, Duration silence) {
    public Question {
      if (!target.startsWith("/") || target.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new IllegalArgumentException("no path: " + target);
      }
    }
  }

  private SocketExchange(TimedSocket socket, String target, RequestLog.Entry entry)
      throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.input(), BUFFER_BYTES);
    socket.write(
        ByteBuffer.wrap(
            ("GET "
                    + target
                    + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: assay\r\n"
                    + "Accept: */*\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
    this.status = readStatus();
    entry.answered(status);
    readHeaders();
    this.body = new CountedBody(openBody(), entry);
  }

  /// Asks for a resource and reads the head of the answer.
  ///
  /// @param address of the server
  /// @param log what was asked and how much came is noted there
  /// @throws IOException where nobody answers, or not in HTTP
  public static SocketExchange get(
      SocketAddress address, Question question, Deadline deadline, RequestLog log)
      throws IOException {
    int silence = (int) question.silence().toMillis();
    TimedSocket socket = new TimedSocket(channel(address), silence, deadline);
    try {
      socket.connect(address);
      RequestLog.Entry entry = log.start(question.purpose(), question.server() + question.target());
      return new SocketExchange(socket, question.target(), entry);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static SocketChannel channel(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  private int readStatus() throws IOException {
    String line = line(in);
    if (!line.matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) {
      throw new IOException("the answer is not HTTP");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private void readHeaders() throws IOException {
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || headers.size() >= MAX_HEADERS) {
        throw new IOException("the answer has malformed or too many headers");
      }
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
  }

  private InputStream openBody() throws IOException {
    String coding = headers.getOrDefault("transfer-encoding", "");
    if (coding.equalsIgnoreCase("chunked")) {
      return new ChunkedBody(in);
    }
    if (!coding.isEmpty()) {
      throw new IOException("the answer has an unknown transfer encoding");
    }
    String length = headers.get("content-length");
    if (length == null) {
      return in;
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw new IOException("the answer has a malformed length");
    }
    return new FixedBody(in, Long.parseLong(length));
  }

  /// A line without its end.
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended within a line");
      }
      if (line.length() >= MAX_LINE) {
        throw new IOException("the answer has a line of more than " + MAX_LINE + " characters");
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  /// The answer's status.
  public int status() {
    return status;
  }

  /// The answer's body; an `EOFException` where it breaks off.
  public InputStream body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// A body whose bytes the log knows.
  private static final class CountedBody extends BulkInput {
    private final InputStream in;
    private final RequestLog.Entry entry;

    CountedBody(InputStream in, RequestLog.Entry entry) {
      this.in = in;
      this.entry = entry;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      int count = in.read(out, offset, length);
      if (count > 0) {
        entry.received(count);
      }
      return count;
    }
  }

  /// As many bytes as were announced.
  private static final class FixedBody extends BulkInput {
    private final InputStream in;
    private long left;

    FixedBody(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(out, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection ended " + left + " bytes early");
      }
      left -= count;
      return count;
    }
  }

  /// `LENGTH-IN-HEX[;EXTENSION]`, the bytes, an empty line's end; a length of 0 is the last.
  private static final class ChunkedBody extends BulkInput {
    private final InputStream in;
    private long left;
    private boolean isFirst = true;
    private boolean atEnd;

    ChunkedBody(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0 && !nextChunk()) {
        return -1;
      }
      int count = in.read(out, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection ended within a chunk");
      }
      left -= count;
      return count;
    }

    private boolean nextChunk() throws IOException {
      if (atEnd) {
        return false;
      }
      if (!isFirst && !line(in).isEmpty()) {
        throw new IOException("a chunk of the answer is longer than it says");
      }
      isFirst = false;
      String size = line(in).split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,15}")) {
        throw new IOException("the answer has a malformed chunk");
      }
      left = Long.parseLong(size, 16);
      atEnd = left == 0;
      if (atEnd) {
        skipTrailers();
      }
      return !atEnd;
    }

    private void skipTrailers() throws IOException {
      int count = 0;
      while (count < MAX_HEADERS && !line(in).isEmpty()) {
        count++;
      }
    }
  }
}
