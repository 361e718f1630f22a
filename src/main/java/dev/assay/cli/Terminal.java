package dev.assay.cli;

import dev.assay.report.ReportOptions.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the streams lead to. The launcher says whether one is a terminal (`ASSAY_STDERR_TTY`,
/// `ASSAY_STDOUT_TTY`, from `test -t`), since the JDK tells only for standard input and output
/// together and at the cost of loading a line editor; without the launcher, Linux says where the
/// descriptors lead.
final class Terminal {
  private Terminal() {}

  /// Whether standard error is a terminal that can redraw a line.
  static boolean isErrorTerminal(Map<String, String> environment) {
    return isTerminal(environment, "ASSAY_STDERR_TTY", "/proc/self/fd/2");
  }

  /// What standard output can show. `NO_COLOR` with any value is honoured.
  ///
  /// Source: <https://no-color.org>
  static Page page(Map<String, String> environment) {
    if (!isTerminal(environment, "ASSAY_STDOUT_TTY", "/proc/self/fd/1")) {
      return Page.FILE;
    }
    boolean hasColor = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Page(isUnicode(environment), hasColor, columns(environment).orElse(0));
  }

  /// Its width, where the shell passes it on.
  static Optional<Integer> columns(Map<String, String> environment) {
    String said = environment.getOrDefault("COLUMNS", "");
    return said.matches("[1-9][0-9]{1,3}") ? Optional.of(Integer.valueOf(said)) : Optional.empty();
  }

  /// Whether there is someone to ask.
  static boolean canAsk(Map<String, String> environment) {
    return isErrorTerminal(environment) && console().filter(c -> c.isTerminal()).isPresent();
  }

  /// Asks for a line; empty at the end of input, and where there is nobody.
  static String ask(String question) {
    return console().map(c -> c.readLine("%s", question)).orElse("");
  }

  /// Asks for a line that is not shown.
  static String askSecret(String question) {
    return console().map(c -> c.readPassword("%s", question)).map(String::new).orElse("");
  }

  private static Optional<java.io.Console> console() {
    return Optional.ofNullable(System.console());
  }

  private static boolean isTerminal(
      Map<String, String> environment, String variable, String descriptor) {
    if (environment.getOrDefault("TERM", "").equals("dumb")) {
      return false;
    }
    return switch (environment.getOrDefault(variable, "")) {
      case "1" -> true;
      case "0" -> false;
      default -> leadsToTerminal(Path.of(descriptor));
    };
  }

  private static boolean leadsToTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /// The first that is set decides, as POSIX has it; the launcher, which gives Java a locale that
  /// can name every file, says in `ASSAY_LOCALE` what was set before.
  private static boolean isUnicode(Map<String, String> environment) {
    for (String name : new String[] {"ASSAY_LOCALE", "LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String locale = value.toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }
}
