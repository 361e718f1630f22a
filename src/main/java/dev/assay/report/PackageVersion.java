package dev.assay.report;

import dev.assay.model.PackageType;

/// A version in the parts Trivy's reports have: Debian's and RPM's are split, all others are whole.
///
/// @param epoch 0 where there is none
/// @param version without epoch and release
/// @param release after the last `-`, or empty
record PackageVersion(int epoch, String version, String release) {
  private static final int MAX_EPOCH_DIGITS = 9;

  /// Splits `[epoch:]version[-release]`. What is no number before the colon stays in the version.
  ///
  /// Source: deb-version(7)
  static PackageVersion of(PackageType type, String text) {
    if (type != PackageType.DEB && type != PackageType.RPM) {
      return new PackageVersion(0, text, "");
    }
    int colon = text.indexOf(':');
    boolean hasEpoch =
        colon > 0
            && colon <= MAX_EPOCH_DIGITS
            && text.chars().limit(colon).allMatch(c -> c >= '0' && c <= '9');
    int epoch = hasEpoch ? Integer.parseInt(text, 0, colon, 10) : 0;
    String rest = hasEpoch ? text.substring(colon + 1) : text;
    int dash = rest.lastIndexOf('-');
    return dash <= 0
        ? new PackageVersion(epoch, rest, "")
        : new PackageVersion(epoch, rest.substring(0, dash), rest.substring(dash + 1));
  }
}
