package dev.assay.format.python;

import dev.assay.model.Purl;

/// Names of Python distributions, of which one has many spellings.
public final class PythonNames {
  private PythonNames() {}

  /// The one spelling that all others are equal to: lower case, each run of `-`, `_` and `.` one
  /// `-`.
  ///
  /// Source: <https://packaging.python.org/en/latest/specifications/name-normalization/>
  public static String normalize(String name) {
    return Purl.pypiName(name);
  }

  /// Whether the text is the name of a distribution.
  public static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean isInside = i > 0 && i < name.length() - 1 && "-_.".indexOf(c) >= 0;
      if (!isWord && !isInside) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
