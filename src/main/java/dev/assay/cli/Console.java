package dev.assay.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntConsumer;

/// What a run has of the world: its streams, its variables, and what must be tidied up should it be
/// stopped.
///
/// @param in standard input
/// @param out holds results and nothing else; not buffered
/// @param err for people
/// @param cleanup run when the process is told to stop
/// @param exit ends the process at once, whatever runs
public record Console(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Map<String, String> environment,
    Cleanup cleanup,
    IntConsumer exit) {
  public Console {
    environment = Map.copyOf(environment);
  }

  /// The process's own streams, or a test's.
  public static Console of(
      InputStream in, OutputStream out, OutputStream err, Map<String, String> environment) {
    return of(in, out, err, environment, code -> {});
  }

  /// The same with a way to end the process.
  public static Console of(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment,
      IntConsumer exit) {
    return new Console(
        in,
        new PipeOutput(out),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        new Cleanup(),
        exit);
  }

  /// A line on standard error. Control characters, which registries and images could put into
  /// messages, are not passed on to the terminal.
  void say(String label, String message) {
    err.println((label.isEmpty() ? "" : label + ": ") + printable(message));
  }

  /// The text without control characters but line ends and tabs.
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
