package dev.assay.advisory.feed;

import dev.assay.model.AffectedRange;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Modules of Red Hat's family: streams of packages beside each other, of which a system enables
/// one. A package of a module has `.module` in its release, `1.module_el8.3.0+2023+d2377ea3`. OSV
/// has no member for the stream; the titles name it: `Important: nodejs:12 security update`.
///
/// Source: <https://docs.fedoraproject.org/en-US/modularity/>
public final class RpmModules {
  private static final Pattern STREAM =
      Pattern.compile(
          "(?<![A-Za-z0-9_.:+-])[a-z0-9][a-z0-9_.+-]*:[A-Za-z0-9][A-Za-z0-9_.+-]*(?![A-Za-z0-9_:])");

  private RpmModules() {}

  /// Whether these are versions of a module's packages.
  static boolean isModular(List<AffectedRange> ranges) {
    return ranges.stream().anyMatch(range -> range.fixed().contains(".module"));
  }

  /// The streams that a title names: `nodejs:12`.
  public static List<String> streams(String title) {
    return STREAM.matcher(title).results().map(MatchResult::group).distinct().sorted().toList();
  }
}
