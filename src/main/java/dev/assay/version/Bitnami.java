package dev.assay.version;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Versions of what Bitnami packages: semantic versions where what follows the hyphen is not a
/// pre-release but Bitnami's revision, which comes after none: `1.2.3` < `1.2.3-1` < `1.2.3-10`.
///
/// The revision `-0` is none: advisories taken over from Go end in it to mean the version itself.
///
/// Some are dates, whose numbers may have zeros in front: `2022.07.29`.
///
/// Source: <https://github.com/bitnami/go-version#readme>
public final class Bitnami implements VersionScheme {
  private static final Pattern DATE =
      Pattern.compile("[0-9]{4}\\.[0-9]{1,2}\\.[0-9]{1,2}([-+].*)?", Pattern.DOTALL);

  @Override
  public String name() {
    return "bitnami";
  }

  @Override
  public boolean isValid(String version) {
    if (SemVer.isStrict(version, 0, version.length())) {
      return true;
    }
    Matcher date = DATE.matcher(version);
    if (!date.matches()) {
      return false;
    }
    String rest = "0.0.0" + Optional.ofNullable(date.group(1)).orElse("");
    return SemVer.isStrict(rest, 0, rest.length());
  }

  @Override
  public int compare(String a, String b) {
    int i = SemVer.coreStart(a);
    int j = SemVer.coreStart(b);
    int aCore = SemVer.coreEnd(a, i);
    int bCore = SemVer.coreEnd(b, j);
    int byCore = SemVer.compareNumbers(a, i, aCore, b, j, bCore);
    if (byCore != 0) {
      return byCore;
    }
    int aEnd = revisionEnd(a, aCore);
    int bEnd = revisionEnd(b, bCore);
    if (aCore == aEnd || bCore == bEnd) {
      return Boolean.compare(aCore < aEnd, bCore < bEnd);
    }
    return SemVer.compareIdentifiers(
        a, SemVer.afterHyphen(a, aCore), aEnd, b, SemVer.afterHyphen(b, bCore), bEnd);
  }

  /// Where the revision ends; where it starts if it is zero.
  private static int revisionEnd(String text, int from) {
    int end = SemVer.buildStart(text, from);
    boolean isZero =
        end > from + 1 && text.charAt(from) == '-' && Digits.isZero(text, from + 1, end);
    return isZero ? from : end;
  }
}
