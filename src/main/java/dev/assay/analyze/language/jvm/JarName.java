package dev.assay.analyze.language.jvm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an archive's file name says: `ARTIFACT-VERSION[-CLASSIFIER].jar`.
///
/// @param artifact the part before the version; the whole name where there is none
/// @param version empty where the name has none
record JarName(String artifact, String version) {
  /// What may stand in a version between dashes.
  private static final Pattern VERSION_PART =
      Pattern.compile(
          "v?[0-9].*|(?i:alpha|beta|rc|cr|m|b|ga|final|release|sp|snapshot|stable|jre|android|jdk"
              + "|incubating|redhat|atlassian|hal|pre|preview|ea|nightly|build|milestone)[._]?[0-9]*"
              + "(?:[._].*)?");

  private static final Pattern CLASSIFIER =
      Pattern.compile(
          "(.+?)-(?:sources|javadoc|tests|exec|all|shaded|boot|jar-with-dependencies|no_aop"
              + "|(?:linux|windows|osx|macosx|darwin|win)[-_0-9].*)");

  /// Reads a path's last part.
  ///
  /// @param known the version as the manifest has it; a name that has it is split there
  static JarName of(String path, String known) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String whole = file.substring(0, Math.max(0, file.lastIndexOf('.')));
    int at = known.isEmpty() ? -1 : whole.lastIndexOf("-" + known);
    if (at > 0) {
      return new JarName(whole.substring(0, at), known);
    }
    Matcher classified = CLASSIFIER.matcher(whole);
    String stem = classified.matches() ? classified.group(1) : whole;
    int last = -1;
    for (int dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
      boolean isNumber = dash + 1 < stem.length() && Character.isDigit(stem.charAt(dash + 1));
      if (isNumber && isVersion(stem.substring(dash + 1))) {
        return new JarName(stem.substring(0, dash), stem.substring(dash + 1));
      }
      last = isNumber ? dash : last;
    }
    return last < 0
        ? new JarName(stem, "")
        : new JarName(stem.substring(0, last), stem.substring(last + 1));
  }

  /// `1.2-api-2.17` is none: `api` belongs to a name.
  private static boolean isVersion(String text) {
    for (String part : text.split("-")) {
      if (!VERSION_PART.matcher(part).matches()) {
        return false;
      }
    }
    return true;
  }
}
