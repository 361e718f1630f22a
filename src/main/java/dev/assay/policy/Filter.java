package dev.assay.policy;

import dev.assay.model.Finding;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import java.util.EnumSet;
import java.util.Set;

/// Which findings count.
///
/// @param severities those that count
/// @param ignoredStatuses those that do not
/// @param ignoreUnfixed only findings with a fixed version, or that are still being looked into
public record Filter(Set<Severity> severities, Set<Status> ignoredStatuses, boolean ignoreUnfixed) {
  /// Everything counts.
  public static final Filter NONE = new Filter(EnumSet.allOf(Severity.class), Set.of(), false);

  public Filter {
    severities = Set.copyOf(severities);
    ignoredStatuses = Set.copyOf(ignoredStatuses);
  }

  /// Whether the finding counts.
  public boolean keeps(Finding finding) {
    return severities.contains(finding.severity())
        && !ignoredStatuses.contains(finding.status())
        && !(ignoreUnfixed && isUnfixed(finding));
  }

  private static boolean isUnfixed(Finding finding) {
    return switch (finding.status()) {
      case AFFECTED, WILL_NOT_FIX, FIX_DEFERRED, END_OF_LIFE -> true;
      case UNKNOWN -> !finding.isFixed();
      case NOT_AFFECTED, FIXED, UNDER_INVESTIGATION -> false;
    };
  }
}
