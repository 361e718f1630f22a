package dev.assay.sign.verdict;

import dev.assay.failure.Printable;

/// A signature does not hold. Checked, so that no caller forgets it, and caught where one candidate
/// of several is judged.
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int MAX_CHARACTERS = 600;

  private final Reason reason;

  /// @param detail what is wrong, in lower case, without a full stop
  public Refused(Reason reason, String detail) {
    super(Printable.of(detail, MAX_CHARACTERS), null, false, false);
    this.reason = reason;
  }

  /// Which of the ways.
  public Reason reason() {
    return reason;
  }

  /// In words.
  public String detail() {
    return String.valueOf(getMessage());
  }
}
