package dev.assay;

import dev.assay.cli.Console;
import java.util.List;

/// Runs several command lines in one process, as `Main` runs one: what the JVM loads for them goes
/// into an ahead-of-time cache. `release/Train.java` calls it; no user does.
final class Rehearsal {
  private Rehearsal() {}

  /// @param lines a command line each, its words separated by line ends
  public static void main(String[] lines) {
    Console console = Main.console();
    int code = 0;
    for (String line : lines) {
      code = Math.max(code, Main.run(List.of(line.split("\n")), console));
    }
    Main.end(code, console.cleanup());
  }
}
