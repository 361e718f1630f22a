package dev.assay.analyze.os;

/// The source package that a package was built from.
///
/// @param version with the epoch, which the file's name leaves out and both share
record RpmSource(String name, String version) {
  private static final RpmSource UNKNOWN = new RpmSource("", "");

  /// Reads `name-version-release.src.rpm`, or `.nosrc.rpm`.
  ///
  /// @param epoch with its colon, or empty
  static RpmSource parse(String file, String epoch) {
    int end = file.endsWith(".src.rpm") ? file.length() - 8 : -1;
    end = file.endsWith(".nosrc.rpm") ? file.length() - 10 : end;
    int release = end < 0 ? -1 : file.lastIndexOf('-', end - 1);
    int version = release < 0 ? -1 : file.lastIndexOf('-', release - 1);
    return version <= 0
        ? UNKNOWN
        : new RpmSource(file.substring(0, version), epoch + file.substring(version + 1, end));
  }
}
