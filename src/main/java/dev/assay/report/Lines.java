package dev.assay.report;

import dev.assay.model.Component;
import java.util.OptionalInt;

/// The lines of a file that speak of a component, where its analyzer noted them.
final class Lines {
  private static final int MAX_DIGITS = 9;

  private Lines() {}

  /// The detail of that name as a line number from 1; empty where it is none.
  static OptionalInt number(Component component, String detail) {
    String text = component.detail(detail);
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int line = isNumber ? Integer.parseInt(text) : 0;
    return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
  }

  /// The first line, 1 where nobody knows.
  static int first(Component component) {
    return number(component, "startLine").orElse(1);
  }

  /// The last line, never before the first.
  static int last(Component component) {
    return Math.max(first(component), number(component, "endLine").orElse(1));
  }
}
