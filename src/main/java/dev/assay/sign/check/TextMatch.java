package dev.assay.sign.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.assay.failure.UsageFailure;

/// What an identity or its issuer must be.
public sealed interface TextMatch {
  /// Whether the text is right.
  boolean accepts(String text);

  /// As the user wrote it.
  String text();

  /// The very text.
  record Exact(String text) implements TextMatch {
    @Override
    public boolean accepts(String found) {
      return found.equals(text);
    }
  }

  /// A regular expression in Go's syntax, which matches anywhere in the text unless it says
  /// otherwise. Takes time linear in the text, whatever it is.
  ///
  /// Source: <https://github.com/google/re2/wiki/Syntax>
  record Expression(String text, Pattern pattern) implements TextMatch {
    @Override
    public boolean accepts(String found) {
      return pattern.matcher(found).find();
    }

    /// Whether it may match in the middle of an address that belongs to somebody else.
    public boolean isUnanchored() {
      return !text.startsWith("^") && !text.startsWith("\\A");
    }
  }

  /// Reads a regular expression.
  ///
  /// @param flag for the message
  /// @throws UsageFailure where it is empty or is none
  static Expression expression(String text, String flag) {
    if (text.isEmpty()) {
      throw new UsageFailure(
          "cannot use an empty expression for `" + flag + "`: it would match anyone");
    }
    try {
      return new Expression(text, Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new UsageFailure("cannot use the expression of `" + flag + "`: " + e.getDescription());
    }
  }
}
