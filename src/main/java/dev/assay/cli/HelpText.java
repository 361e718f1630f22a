package dev.assay.cli;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import java.util.ArrayList;
import java.util.List;

/// Help: examples first, then flags in groups, then what the exit code says.
final class HelpText {
  private static final int WIDTH = 100;
  private static final int FLAG_COLUMN = 36;
  private static final String EXIT_CODES =
      """
      Exit codes
        0    all is well, or findings and no --exit-code
        N    findings, as --exit-code N says
        2    the command line or assay.yaml is wrong
        3    the image cannot be read or is damaged, or was not read to the end
        4    network, credentials, rate limit, time limit, or no usable database
        70   a bug in assay
        130  stopped by Ctrl-C
      """;

  private HelpText() {}

  /// Help of one command.
  static String of(Verb verb) {
    StringBuilder text = new StringBuilder();
    String operands = verb.operands().isEmpty() ? "" : " " + verb.operands();
    text.append(verb.summary()).append("\n\nUsage: assay ").append(verb.name());
    text.append(" [FLAGS]").append(operands).append("\n");
    if (!verb.examples().isEmpty()) {
      text.append("\nExamples\n");
      for (Verb.Example example : verb.examples()) {
        text.append("  # ").append(example.purpose()).append("\n");
        text.append("  $ ").append(example.line()).append("\n");
      }
    }
    for (FlagGroup group : verb.shown()) {
      text.append("\n").append(group.title()).append("\n");
      group.flags().forEach(flag -> appendFlag(text, flag));
      if (group.equals(GlobalFlags.GROUP)) {
        appendEntry(text, "  -h, --help", "this page");
      }
    }
    text.append(
        """

        Every flag can be set as a variable too (--skip-dirs is ASSAY_SKIP_DIRS, else TRIVY_SKIP_DIRS)
        and most in assay.yaml; the command line wins, then the variable, then the file.

        """);
    return text.append(EXIT_CODES).toString();
  }

  /// Help of the program, or of a verb with others below it.
  static String of(Verbs.Family family) {
    StringBuilder text = new StringBuilder();
    boolean isRoot = family.name().isEmpty();
    text.append(family.summary()).append("\n\nUsage: assay ");
    text.append(isRoot ? "" : family.name() + " ").append("COMMAND [FLAGS] …\n");
    if (isRoot) {
      text.append(
          """

          Examples
            # See it work, without network or registry
            $ assay quickstart
            # Scan an image in a registry, without pulling it
            $ assay image ghcr.io/org/app:1.2
            # Fail a build on what an upgrade mends
            $ assay image --severity HIGH,CRITICAL --ignore-unfixed --exit-code 1 org/app:1.2
          """);
    }
    text.append("\nCommands\n");
    for (Verbs.Entry entry : family.entries()) {
      String names = String.join(", ", entry.names());
      appendEntry(text, "  " + names, entry.summary());
    }
    if (!family.planned().isEmpty()) {
      text.append("\nNot built yet\n");
      text.append(wrapped(String.join(", ", family.planned()), 2));
    }
    text.append("\n`assay help ").append(isRoot ? "" : family.name() + " ");
    return text.append("COMMAND` shows a command's flags.\n").toString();
  }

  private static void appendFlag(StringBuilder text, Flag flag) {
    String letter = flag.names().letter();
    String label = flag.value().label();
    String value =
        label.isEmpty() ? "" : flag.kind() == Flag.Kind.OPTIONAL ? "[=" + label + "]" : " " + label;
    boolean showsFallback = !flag.fallback().isEmpty() && !flag.fallback().equals("false");
    appendEntry(
        text,
        (letter.isEmpty() ? "      " : "  -" + letter + ", ") + flag + value,
        flag.text() + (showsFallback ? " (default " + flag.fallback() + ")" : ""));
  }

  private static void appendEntry(StringBuilder text, String left, String right) {
    List<String> lines = lines(right, WIDTH - FLAG_COLUMN);
    text.append(left);
    if (left.length() > FLAG_COLUMN - 2) {
      text.append("\n").append(" ".repeat(FLAG_COLUMN));
    } else {
      text.append(" ".repeat(FLAG_COLUMN - left.length()));
    }
    text.append(String.join("\n" + " ".repeat(FLAG_COLUMN), lines)).append("\n");
  }

  private static String wrapped(String words, int indent) {
    String margin = " ".repeat(indent);
    return margin + String.join("\n" + margin, lines(words, WIDTH - indent)) + "\n";
  }

  private static List<String> lines(String words, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
