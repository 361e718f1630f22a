package dev.assay.format.sqlite;

/// The file breaks the format here.
final class SqliteDamage extends Exception {
  private static final long serialVersionUID = 1L;

  /// What is wrong, in a clause.
  final String problem;

  SqliteDamage(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }
}
