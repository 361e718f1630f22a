package dev.assay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.cli.Console;
import dev.assay.support.TestClassPath;
import dev.assay.support.Tools;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process: what only a process has, such as signals, pipes and a current folder.
class MainTest {
  @TempDir Path folder;

  private ProcessBuilder assay(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TestClassPath.get(),
                "dev.assay.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("ASSAY_STDERR_TTY", "0");
    return builder.redirectError(folder.resolve("err").toFile());
  }

  private static int code(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    Path kill = Tools.require("kill");
    new ProcessBuilder(kill.toString(), "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /// Blocks on standard input; lets us wait until it does.
  private Process waiting(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = assay(arguments);
    // A run in the background, such as a CI job's, may have been told to ignore Ctrl-C.
    builder.command().addAll(0, List.of(Tools.require("env").toString(), "--default-signal=INT"));
    Process process = builder.start();
    Path stat = Path.of("/proc", Long.toString(process.pid()), "task");
    for (int i = 0; i < 100 && !readsStandardInput(stat); i++) {
      assertTrue(process.isAlive(), "it ended before it was told to");
      Thread.sleep(50);
    }
    return process;
  }

  /// Whether a thread waits in `read`ing a pipe, as Linux says it.
  private static boolean readsStandardInput(Path tasks) throws IOException {
    try (Stream<Path> all = Files.list(tasks)) {
      for (Path task : all.toList()) {
        String waitsIn = Files.readString(task.resolve("wchan"));
        if (waitsIn.contains("pipe")) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void interruptEndsItAtOnceWith130AndLeavesNothing() throws Exception {
    Process process = waiting("login", "127.0.0.1:1", "--username", "me", "--password-stdin");
    interrupt(process);
    assertEquals(130, code(process));
    assertEquals("", err());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of("err"), files.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void theTimeoutEndsWhatWaitsForStandardInput() throws Exception {
    Process process = assay("image", "--input", "-", "--timeout", "1s").start();
    assertEquals(4, code(process));
    assertTrue(
        err().startsWith("error: cannot finish: the time limit of 1 s is over\nhint: "),
        this::errQuietly);
  }

  @Test
  void theTimeoutEndsABuildThatWaitsForAnother() throws Exception {
    Path lock = Files.createDirectories(folder.resolve("cache/db")).resolve("lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      Process process =
          assay("db", "build", "--source", "kev=x", "--cache-dir", "cache", "--timeout", "1s")
              .start();
      assertEquals(4, code(process));
    }
    assertTrue(
        err().contains("\nerror: cannot finish: the time limit of 1 s is over\nhint: "),
        this::errQuietly);
  }

  private String errQuietly() {
    try {
      return err();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void aReaderThatGoesIsNoError() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "(\"$@\"; echo $? >code) | true", "sh"));
    command.addAll(assay("help", "image").command());
    ProcessBuilder piped =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Process both = piped.start();
    assertEquals(0, code(both));
    assertEquals("0\n", Files.readString(folder.resolve("code")));
    assertEquals("", new String(both.getInputStream().readAllBytes(), UTF_8));
  }

  @Test
  void aFullDiskIsAnError() throws Exception {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
    assertEquals(4, code(assay("help").redirectOutput(full.toFile()).start()));
    assertTrue(
        err().startsWith("error: cannot go on: No space left on device\nhint: make room"),
        this::errQuietly);
  }

  @Test
  void theFileInTheCurrentFolderIsRead() throws Exception {
    Files.writeString(folder.resolve("assay.yaml"), "cache:\n  dir: here\n");
    Process process = assay("cache", "info").start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, code(process));
    assertTrue(out.startsWith("folder    " + folder.resolve("here") + "\n"), out);
  }

  @Test
  void theDefaultConfigurationIsWrittenOnceAndCanBeRead() throws Exception {
    assertEquals(0, code(assay("--generate-default-config").start()));
    assertEquals("wrote assay-default.yaml\n", err());
    assertEquals(2, code(assay("image", "--generate-default-config").start()));
    Process process = assay("cache", "info", "--config", "assay-default.yaml").start();
    process.getInputStream().readAllBytes();
    assertEquals(0, code(process));
  }

  @Test
  void theVersionIsTheBuilds() {
    for (List<String> asked :
        List.of(
            List.of("--version"), List.of("-v"), List.of("version"), List.of("-q", "version"))) {
      var out = new ByteArrayOutputStream();
      var in = new ByteArrayInputStream(new byte[0]);
      Console console = Console.of(in, out, OutputStream.nullOutputStream(), Map.of());
      assertEquals(0, Main.run(asked, console));
      assertTrue(out.toString(UTF_8).matches("assay \\S+\n"), () -> out.toString(UTF_8));
    }
  }

  @Test
  void aBugIsCalledOne() {
    var err = new ByteArrayOutputStream();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("a bug");
          }
        };
    var in = new ByteArrayInputStream(new byte[0]);
    assertEquals(70, Main.run(List.of("help"), Console.of(in, broken, err, Map.of())));
    String text = err.toString(UTF_8);
    assertTrue(text.startsWith("error: this is a bug in assay "), text);
    assertTrue(text.contains("IllegalStateException: a bug\n\tat "), text);
  }

  @Test
  void aStackTraceOfAFailureIsShownOnDemandAlone() {
    for (boolean debug : new boolean[] {true, false}) {
      var err = new ByteArrayOutputStream();
      var in = new ByteArrayInputStream(new byte[0]);
      Console console = Console.of(in, OutputStream.nullOutputStream(), err, Map.of());
      List<String> arguments = debug ? List.of("image", "--debug") : List.of("image");
      assertEquals(2, Main.run(arguments, console));
      assertEquals(debug, err.toString(UTF_8).contains("\tat dev.assay."));
    }
  }

  /// The JDK decides once in a process whether a proxy may ask for a password before a tunnel.
  @Test
  void aScanProvesItselfToAProxy() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofPlatform().daemon().start(() -> wantLogin(proxy, heads));
      ProcessBuilder scan = assay("image", "--image-src", "remote", "registry.example/x:1");
      scan.environment().put("HTTPS_PROXY", "http://user:secret@127.0.0.1:" + proxy.getLocalPort());
      assertEquals(4, code(scan.start()), this::errQuietly);
    }
    assertTrue(
        heads.stream().anyMatch(head -> head.contains("proxy-authorization: basic ")),
        heads.toString());
  }

  /// Opens no tunnel, and asks each time who wants one.
  private static void wantLogin(ServerSocket proxy, List<String> heads) {
    while (!proxy.isClosed()) {
      try (Socket socket = proxy.accept()) {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        var head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          head.append(line.toLowerCase(Locale.ROOT)).append('\n');
        }
        heads.add(head.toString());
        String answer =
            "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(UTF_8));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }
}
