package dev.assay.advisory.feed.language;

import dev.assay.model.AffectedRange;
import dev.assay.version.Requirement;
import dev.assay.version.VersionScheme;
import dev.assay.version.VersionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Turns what sources state in a language's own requirements into affected ranges.
final class Requirements {
  private static final Pattern NO_FIX =
      Pattern.compile("[0-9.]+(-0|-alpha-alpha|\\.dev0|\\.A)|[0-9]+\\.999?\\.9{3,}");

  private Requirements() {}

  /// What none of the requirements allows: sources that list the patched and the unaffected
  /// versions call everything else vulnerable.
  static VersionSet allBut(VersionScheme scheme, Requirement language, List<String> safe) {
    VersionSet allowed = VersionSet.none(scheme);
    for (String text : safe) {
      allowed = allowed.or(language.read(text));
    }
    return allowed.not();
  }

  /// The affected ranges. Where one ends because a series does (`1.2.x` is what is before
  /// `1.3.0-0`) or because its author wanted no end (`<99.999.99999`), there is no fix: nobody
  /// publishes a version of that name, so it may as well be the last that is affected.
  static List<AffectedRange> ranges(VersionSet affected) {
    return affected.ranges().stream()
        .map(range ->
            NO_FIX.matcher(range.fixed()).matches()
                ? new AffectedRange(
                    range.introduced(), "", range.fixed(), range.excludesIntroduced())
                : range)
        .toList();
  }

  /// The affected ranges, and where these do not name a fix, those that the source names beside
  /// them, as ranges of no version.
  static List<AffectedRange> withFixes(VersionSet affected, List<String> fixes) {
    List<AffectedRange> ranges = new ArrayList<>(ranges(affected));
    if (ranges.stream().allMatch(range -> range.fixed().isEmpty()) && !affected.isEmpty()) {
      fixes.stream()
          .distinct()
          .filter(fix -> !affected.holds(fix))
          .forEach(fix -> ranges.add(new AffectedRange(fix, fix, "")));
    }
    return ranges;
  }
}
