package dev.assay.ship;

/// One thing that has to be so at the destination.
interface Step {
  /// The word its lines begin with.
  String name();

  /// What it is about, for a line: what would be done, or is there already.
  String subject();

  /// Whether it is so already.
  boolean isThere(Shelf shelf);

  /// Makes it so.
  ///
  /// @return what was done, for a line
  /// @throws dev.assay.failure.Failure where it cannot be
  String run();

  /// Holds what stands at the destination to it, as anybody would who comes to use it.
  ///
  /// @throws dev.assay.failure.RemoteFailure where it is not so
  void verify(Shelf shelf);
}
