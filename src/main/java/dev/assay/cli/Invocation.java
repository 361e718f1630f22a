package dev.assay.cli;

import dev.assay.cli.flag.Settings;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One run of one command.
///
/// @param operands what stood behind the flags
record Invocation(
    Verb verb, Settings settings, List<String> operands, Console console, Progress progress) {
  private static final int MAX_PASSWORD_BYTES = 1 << 16;

  Invocation {
    operands = List.copyOf(operands);
  }

  /// Text for standard output.
  void print(String text) throws IOException {
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    console.out().flush();
  }

  /// The one operand there must be.
  String operand(String label) {
    if (operands.size() != 1) {
      throw new UsageFailure(
          "`assay " + verb.name() + "` takes one " + label + ", not " + operands.size(),
          "see `assay help " + verb.name() + "`");
    }
    return operands.getFirst();
  }

  /// Refuses operands.
  void noOperands() {
    if (!operands.isEmpty()) {
      throw new UsageFailure(
          "`assay " + verb.name() + "` takes no `" + operands.getFirst() + "`",
          "see `assay help " + verb.name() + "`");
    }
  }

  /// A password on standard input: all of it, without the line end.
  ///
  /// @throws UsageFailure where there is none, or too much
  String passwordFromStdin() {
    try {
      byte[] bytes = console.in().readNBytes(MAX_PASSWORD_BYTES + 1);
      String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
      if (text.isEmpty() || bytes.length > MAX_PASSWORD_BYTES) {
        throw new UsageFailure(
            "cannot read a password from standard input: it is "
                + (text.isEmpty() ? "empty" : "longer than 64 KiB"));
      }
      return text;
    } catch (IOException e) {
      throw new UsageFailure("cannot read a password from standard input: " + e.getMessage());
    }
  }
}
