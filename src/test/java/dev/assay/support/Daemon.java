package dev.assay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server of other people, run on loopback for the length of a test.
public final class Daemon implements AutoCloseable {
  private static final int ATTEMPTS = 600;
  private final Process process;

  private Daemon(Process process) {
    this.process = process;
  }

  /// Starts a program and waits until it accepts connections.
  ///
  /// @param log where its output goes, and what is shown where it does not come up
  public static Daemon start(List<String> command, int port, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
      if (accepts(port)) {
        return new Daemon(process);
      }
      pause();
    }
    process.destroyForcibly();
    throw new IOException(command.getFirst() + " did not come up: " + Files.readString(log));
  }

  /// A port that was free a moment ago.
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
