package dev.assay.cli;

import dev.assay.cli.flag.AllFlags;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Standing;
import dev.assay.failure.UsageFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// `--generate-default-config`: a configuration file with every key that works, at its default. A
/// key without one is there as a comment.
final class DefaultConfig {
  private static final Path FILE = Path.of("assay-default.yaml");

  private DefaultConfig() {}

  static int write(Console console) throws IOException {
    try {
      Files.writeString(FILE, text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new UsageFailure("cannot write " + FILE + ": it exists", "move it away first");
    }
    console.say("", "wrote " + FILE);
    return 0;
  }

  /// The file's text: keys in sorted order, nested.
  static String text() {
    Map<String, Flag> byKey = new TreeMap<>();
    for (Flag flag : AllFlags.flags()) {
      if (!flag.key().isEmpty() && flag.promise().standing() == Standing.WORKS) {
        byKey.putIfAbsent(flag.key(), flag);
      }
    }
    StringBuilder text = new StringBuilder("# Assay's defaults; rename it to assay.yaml\n");
    String[] above = {};
    for (Map.Entry<String, Flag> entry : byKey.entrySet()) {
      String[] parts = entry.getKey().split("\\.");
      for (int depth = 0; depth < parts.length - 1; depth++) {
        boolean isOpen =
            depth < above.length - 1 && Arrays.equals(parts, 0, depth + 1, above, 0, depth + 1);
        if (!isOpen) {
          text.append("  ".repeat(depth)).append(parts[depth]).append(":\n");
        }
      }
      appendKey(text, parts, entry.getValue());
      above = parts;
    }
    return text.toString();
  }

  private static void appendKey(StringBuilder text, String[] parts, Flag flag) {
    String margin = "  ".repeat(parts.length - 1);
    text.append(margin).append("# ").append(flag.text()).append("\n").append(margin);
    boolean isEmpty = flag.fallback().isEmpty();
    text.append(isEmpty ? "# " : "").append(parts[parts.length - 1]).append(":");
    if (!isEmpty) {
      text.append(" ");
      text.append(
          flag.kind() == Kind.LIST
              ? "[" + flag.fallback().replace(",", ", ") + "]"
              : flag.fallback());
    }
    text.append("\n");
  }
}
