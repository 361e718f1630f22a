package dev.assay.format.text;

import java.util.Optional;
import java.util.regex.Pattern;

/// A pattern for `/`-separated paths: `*` and `?` stay within a folder, `**` crosses folders and
/// may stand for none, `[a-z]` and `[!a-z]` are one character, `{a,b}` is either.
///
/// Source: <https://pkg.go.dev/github.com/bmatcuk/doublestar/v4#hdr-Patterns>
public final class Glob {
  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  /// Reads a pattern; a bracket or brace without its end stands for itself. Leading `./` and `/`
  /// and trailing `/` mean nothing.
  public static Glob parse(String text) {
    String glob = text;
    while (glob.startsWith("./") || glob.startsWith("/")) {
      glob = glob.substring(glob.indexOf('/') + 1);
    }
    while (glob.endsWith("/")) {
      glob = glob.substring(0, glob.length() - 1);
    }
    return new Glob(Pattern.compile(expression(glob), Pattern.DOTALL));
  }

  /// What is wrong with a pattern that somebody typed, in a clause; empty where nothing is.
  public static Optional<String> problem(String text) {
    if (text.replaceAll("\\[[!^]?.[^\\]]*\\]", "").contains("[")) {
      return Optional.of("a `[` without its `]`");
    }
    return text.chars().filter(c -> c == '{').count() > text.chars().filter(c -> c == '}').count()
        ? Optional.of("a `{` without its `}`")
        : Optional.empty();
  }

  /// Whether the whole path is meant.
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  private static String expression(String glob) {
    var regex = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int bracket = c == '[' ? glob.indexOf(']', i + 2) : -1;
      if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (bracket > 0) {
        regex.append(oneOf(glob.substring(i + 1, bracket)));
        i = bracket;
      } else if (c == '{' && glob.indexOf('}', i) > 0) {
        regex.append("(?:");
        depth++;
      } else if (c == '}' && depth > 0) {
        regex.append(')');
        depth--;
      } else {
        regex.append(plain(c, depth));
      }
    }
    return regex.append(")".repeat(depth)).toString();
  }

  private static String plain(char c, int depth) {
    return switch (c) {
      case '*' -> "[^/]*";
      case '?' -> "[^/]";
      case ',' -> depth > 0 ? "|" : ",";
      default -> Pattern.quote(String.valueOf(c));
    };
  }

  private static String oneOf(String members) {
    boolean isNot = members.startsWith("!") || members.startsWith("^");
    var set = new StringBuilder(isNot ? "[^/" : "[");
    for (int i = isNot ? 1 : 0; i < members.length(); i++) {
      char c = members.charAt(i);
      boolean isRange = c == '-' && i > 0 && i < members.length() - 1;
      set.append(isRange || Character.isLetterOrDigit(c) ? "" : "\\").append(c);
    }
    return set.append(']').toString();
  }
}
