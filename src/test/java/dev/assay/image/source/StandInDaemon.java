package dev.assay.image.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers on a Unix socket as a Docker daemon does, from bytes a test sets.
final class StandInDaemon implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final String address;

  StandInDaemon(Path socket) throws IOException {
    this.address = "unix://" + socket;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  String address() {
    return address;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  /// The whole answer to a request, head and body.
  StandInDaemon raw(String path, byte[] answer) {
    answers.put(path, answer);
    return this;
  }

  StandInDaemon json(String path, String body) {
    return raw(
        path,
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8));
  }

  /// A body in chunks of changing length.
  StandInDaemon chunked(String path, byte[] body) throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    out.writeBytes(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int at = 0, size = 1; at < body.length; at += size, size = size * 3 % 50_021 + 1) {
      size = Math.min(size, body.length - at);
      out.writeBytes(ascii(Integer.toHexString(size) + ";x=y\r\n"));
      out.write(body, at, size);
      out.writeBytes(ascii("\r\n"));
    }
    out.writeBytes(ascii("0\r\nTrailer: 1\r\n\r\n"));
    return raw(path, out.toByteArray());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        answer(client);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        asked.add("broken: " + e.getMessage());
      }
    }
  }

  private void answer(SocketChannel client) throws IOException {
    BufferedReader request =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(client), StandardCharsets.US_ASCII));
    String path = String.valueOf(request.readLine()).split(" ")[1];
    asked.add(path);
    for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
      line = request.readLine();
    }
    byte[] answer =
        answers.getOrDefault(path, ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"));
    try (OutputStream out = Channels.newOutputStream(client)) {
      out.write(answer);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
