package dev.assay.format.golang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `go.mod`: a directive a line, or several in parentheses; `//` begins a comment, and one of
/// `indirect` behind a requirement tells that the module itself does not import it.
///
/// Source: <https://go.dev/ref/mod#go-mod-file>
///
/// @param goVersion such as `1.21`, empty where none is written
/// @param requirements after replacement
/// @param unread lines that are no directive
/// @param open the line of a parenthesis that is never closed, 0 where there is none
public record GoMod(
    String module, String goVersion, List<Requirement> requirements, List<Long> unread, long open) {
  private static final int MAX_REQUIREMENTS = 50_000;

  public GoMod {
    requirements = List.copyOf(requirements);
    unread = List.copyOf(unread);
  }

  /// A module that is needed.
  ///
  /// @param line from 1
  public record Requirement(GoModule module, boolean isIndirect, long line) {}

  /// Reads the text.
  public static GoMod parse(List<String> lines) {
    return parse(lines, GoWork.NONE);
  }

  /// Reads the text of a module that is built in a workspace.
  public static GoMod parse(List<String> lines, GoWork workspace) {
    var parsing = new Parsing();
    for (String line : lines) {
      parsing.line(line);
    }
    parsing.unread.addAll(parsing.uses);
    parsing.outweigh(workspace.replacements());
    return new GoMod(
        parsing.module, parsing.goVersion, parsing.replaced(), parsing.unread, parsing.open);
  }

  /// Whether it lists what its requirements need as well, as Go does since 1.17.
  public boolean isComplete() {
    String[] parts = goVersion.split("\\.", -1);
    try {
      int major = Integer.parseInt(parts[0]);
      return major > 1 || (parts.length > 1 && Integer.parseInt(digits(parts[1])) >= 17);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String digits(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  static final class Parsing {
    private String module = "";
    private String goVersion = "";
    private String block = "";
    private long number;
    private long open;
    private final List<Requirement> requirements = new ArrayList<>();
    private final Map<GoModule, GoModule> replacements = new HashMap<>();
    private final List<Long> unread = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private final List<Long> uses = new ArrayList<>();

    List<String> folders() {
      return folders;
    }

    Map<GoModule, GoModule> replacements() {
      return replacements;
    }

    private void outweigh(Map<GoModule, GoModule> others) {
      for (GoModule other : others.keySet()) {
        replacements.keySet().removeIf(own -> own.path().equals(other.path()));
      }
      replacements.putAll(others);
    }

    void line(String line) {
      number++;
      int slashes = line.indexOf("//");
      String comment = slashes < 0 ? "" : line.substring(slashes + 2).strip();
      String plain = (slashes < 0 ? line : line.substring(0, slashes)).strip();
      List<String> words = plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
      if (words.isEmpty()) {
        return;
      }
      if (words.getLast().equals("(") && words.size() == 2) {
        block = words.getFirst();
        open = number;
      } else if (plain.equals(")")) {
        block = "";
        open = 0;
      } else if (block.isEmpty()) {
        directive(words.getFirst(), words.subList(1, words.size()), comment);
      } else {
        directive(block, words, comment);
      }
    }

    private void directive(String verb, List<String> words, String comment) {
      switch (verb) {
        case "module" -> module = word(words, 0);
        case "go" -> goVersion = word(words, 0);
        case "require" -> require(words, comment);
        case "replace" -> replace(words);
        case "use" -> { // of a workspace; no directive of a module
          folders.add(word(words, 0));
          uses.add(number);
        }
        case "exclude", "retract", "toolchain", "tool", "godebug", "ignore" -> {
          // Says nothing about what is built in.
        }
        default -> unread.add(number);
      }
    }

    private void require(List<String> words, String comment) {
      if (words.size() != 2 || requirements.size() >= MAX_REQUIREMENTS) {
        unread.add(number);
        return;
      }
      boolean isIndirect = comment.equals("indirect") || comment.startsWith("indirect;");
      var required = new GoModule(word(words, 0), word(words, 1));
      requirements.add(new Requirement(required, isIndirect, number));
    }

    /// `OLD [VERSION] => NEW [VERSION]`.
    private void replace(List<String> words) {
      int arrow = words.indexOf("=>");
      if (arrow < 1 || arrow == words.size() - 1) {
        unread.add(number);
        return;
      }
      String version = arrow > 1 ? word(words, 1) : "";
      replacements.put(
          new GoModule(word(words, 0), version),
          new GoModule(word(words, arrow + 1), word(words, arrow + 2)));
    }

    private static String word(List<String> words, int index) {
      return index < words.size() ? GoQuoted.unquote(words.get(index)) : "";
    }

    /// A replacement of one version goes before one of all.
    private List<Requirement> replaced() {
      var all = new ArrayList<Requirement>();
      for (Requirement one : requirements) {
        GoModule module = one.module();
        Optional<GoModule> other =
            Optional.ofNullable(replacements.get(module))
                .or(() -> Optional.ofNullable(replacements.get(new GoModule(module.path(), ""))));
        all.add(
            new Requirement(
                other.map(module::replacedBy).orElse(module), one.isIndirect(), one.line()));
      }
      return all;
    }
  }
}
