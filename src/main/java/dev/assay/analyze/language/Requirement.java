package dev.assay.analyze.language;

import dev.assay.format.python.PythonNames;

/// A Python requirement: `name[extra]==1.2.3 ; marker --option`.
///
/// Source: <https://packaging.python.org/en/latest/specifications/dependency-specifiers/>
///
/// @param name as written; empty where the text is no requirement by name
/// @param version the one it is pinned to; empty where it leaves a choice or names an address
public record Requirement(String name, String version) {
  /// Reads one without comment; never fails.
  public static Requirement parse(String text) {
    int semicolon = text.indexOf(';');
    String wanted = semicolon < 0 ? text : text.substring(0, semicolon);
    int options = wanted.indexOf(" --");
    wanted = (options < 0 ? wanted : wanted.substring(0, options)).strip();
    int end = 0;
    while (end < wanted.length() && " [(=<>!~@".indexOf(wanted.charAt(end)) < 0) {
      end++;
    }
    String name = wanted.substring(0, end);
    return PythonNames.isName(name)
        ? new Requirement(name, pinned(wanted.substring(end).strip()))
        : new Requirement("", "");
  }

  /// The version of `[extra] == 1.2.3` or `===1.2.3`; empty where the requirement leaves a choice.
  private static String pinned(String rest) {
    String specifiers = rest;
    if (specifiers.startsWith("[")) {
      specifiers = specifiers.substring(specifiers.indexOf(']') + 1).strip();
    }
    if (specifiers.startsWith("(") && specifiers.endsWith(")")) {
      specifiers = specifiers.substring(1, specifiers.length() - 1);
    }
    if (specifiers.startsWith("@")) {
      return ""; // an address
    }
    for (String specifier : specifiers.split(",")) {
      String one = specifier.strip();
      if (one.startsWith("==")) {
        String version = one.substring(one.startsWith("===") ? 3 : 2).strip();
        boolean isOpen = version.contains("*") || version.contains("$") || version.contains(" ");
        return isOpen ? "" : version;
      }
    }
    return "";
  }
}
