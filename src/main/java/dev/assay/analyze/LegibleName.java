package dev.assay.analyze;

import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import java.util.Optional;

/// Tells names and versions from bytes that only stand where one should: no package is called so,
/// no advisory names it, and in a report it would pass for something else.
public final class LegibleName {
  /// What stands for bytes that are no UTF-8.
  private static final char NO_CHARACTER = '\uFFFD';

  private LegibleName() {}

  /// What is wrong with a component's name or version, if anything; then it is to be left out.
  public static Optional<String> problem(Component component) {
    return problem("name", component.name()).or(() -> problem("version", component.version()));
  }

  private static Optional<String> problem(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == NO_CHARACTER || Character.isISOControl(c)) {
        String why = c == NO_CHARACTER ? "bytes that are no UTF-8" : "control characters";
        return Optional.of(
            "a package whose " + what + " has " + why + ": `" + Lines.excerpt(text) + "`");
      }
    }
    return Optional.empty();
  }
}
