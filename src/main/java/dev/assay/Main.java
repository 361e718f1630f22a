package dev.assay;

import dev.assay.cli.Cleanup;
import dev.assay.cli.Console;
import dev.assay.cli.Program;
import dev.assay.cli.flag.Version;
import dev.assay.failure.ExitCode;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Start of the program, and its only exit.
public final class Main {
  private Main() {}

  /// Runs one command line on the process's own streams.
  public static void main(String[] args) {
    Console console = console();
    // Ctrl-C ends the JVM with 130 by itself, at once; this takes back what is half done.
    Runtime.getRuntime().addShutdownHook(new Thread(console.cleanup(), "cleanup"));
    int code = ExitCode.BUG.code();
    try {
      code = run(List.of(args), console);
    } finally {
      // Java's own end after an error would be 1, the code of findings.
      end(code, console.cleanup());
    }
  }

  /// The process's own streams and variables.
  static Console console() {
    // Reports and messages are the same in every country.
    Locale.setDefault(Locale.ROOT);
    // Files, not System.out: a PrintStream would hide that the reader of a pipe has gone.
    return Console.of(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.getenv(),
        Runtime.getRuntime()::halt);
  }

  /// Ends the process. Java's orderly end asks for a logger first, and looks for one in every jar,
  /// which takes longer than a short command; it is left to a process that was told to stop, where
  /// it waits for that to be done and keeps its code.
  static void end(int code, Cleanup cleanup) {
    if (!cleanup.hasRun()) {
      cleanup.run(() -> Runtime.getRuntime().halt(code));
    }
    System.exit(code);
  }

  /// Runs one command line.
  ///
  /// @return the exit code
  public static int run(List<String> arguments, Console console) {
    return isVersion(arguments) ? version(console) : new Program(console).run(arguments);
  }

  /// The one question that is answered without looking at any flag.
  private static boolean isVersion(List<String> arguments) {
    return arguments.size() == 1
        && List.of("--version", "-v", "version").contains(arguments.getFirst());
  }

  private static int version(Console console) {
    try {
      console.out().write(Version.line().getBytes(StandardCharsets.UTF_8));
      return 0;
    } catch (IOException e) {
      return new Program(console).run(List.of("version"));
    }
  }
}
