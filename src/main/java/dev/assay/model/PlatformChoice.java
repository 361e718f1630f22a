package dev.assay.model;

import dev.assay.failure.InputFailure;

/// Which platform's image is wanted, and by whom.
///
/// @param isAsked whether the user said so; else it is what holds where nobody says otherwise
/// @param isEach whether every image of an index is wanted, whatever its platform
public record PlatformChoice(Platform platform, boolean isAsked, boolean isEach) {
  /// One platform.
  public PlatformChoice(Platform platform, boolean isAsked) {
    this(platform, isAsked, false);
  }

  /// What nobody asked for.
  public static final PlatformChoice DEFAULT = new PlatformChoice(Platform.DEFAULT, false);

  /// Compares with what the only image there is was made for. What an image does not say is taken
  /// as right; another platform than the default is read all the same, with a warning.
  ///
  /// @param what names the image in messages
  /// @throws InputFailure where it is for another platform than the one asked for
  public void check(Platform actual, String what, Progress progress) {
    boolean isUnsaid = actual.os().isEmpty() && actual.architecture().isEmpty();
    if (isUnsaid || platform.accepts(actual)) {
      return;
    }
    String made = what + " is for " + actual + ", not for " + platform;
    if (isAsked) {
      throw new InputFailure(
          "cannot scan another platform than asked for: " + made + ", and there is no other",
          "ask for " + actual + " with --platform, or leave --platform out");
    }
    progress.warn(made + ": there is no other, so it is read");
  }
}
