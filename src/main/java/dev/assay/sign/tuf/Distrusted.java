package dev.assay.sign.tuf;

/// What a mirror sent does not hold.
final class Distrusted extends Exception {
  private static final long serialVersionUID = 1;

  private final String hint;

  Distrusted(String problem) {
    this(problem, "");
  }

  Distrusted(String problem, String hint) {
    super(problem);
    this.hint = hint;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  String hint() {
    return hint;
  }
}
