package dev.assay.advisory.feed;

import dev.assay.model.AffectedRange;
import dev.assay.model.Status;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a line of Debian's lists says about a package in a release: a fixed version or a word in
/// angle brackets, then a remark in parentheses.
///
/// Source: <https://security-team.debian.org/security_tracker.html>
///
/// @param note why, as far as the status does not say it
record DebianState(Status status, List<AffectedRange> ranges, String note) {
  private static final Pattern LINE =
      Pattern.compile("(?:<([a-z-]+)>|([0-9][A-Za-z0-9.+~:-]*))(?:\\s+\\((.*)\\))?\\s*");

  /// Reads what stands behind the package name; empty where it has another form.
  static Optional<DebianState> parse(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return Optional.empty();
    }
    if (line.group(1) == null) {
      return Optional.of(
          new DebianState(Status.FIXED, List.of(AffectedRange.before(line.group(2))), ""));
    }
    String remark = line.group(3) == null ? "" : line.group(3);
    return word(line.group(1), remark);
  }

  private static Optional<DebianState> word(String word, String remark) {
    return switch (word) {
      case "not-affected" -> Optional.of(new DebianState(Status.NOT_AFFECTED, List.of(), remark));
      case "unfixed", "removed" -> open(Status.AFFECTED, remark);
      case "no-dsa" -> open(Status.AFFECTED, reason(word, remark));
      case "ignored" -> open(Status.WILL_NOT_FIX, reason(word, remark));
      case "postponed" -> open(Status.FIX_DEFERRED, reason(word, remark));
      case "end-of-life" -> open(Status.END_OF_LIFE, reason(word, remark));
      case "undetermined" -> open(Status.UNDER_INVESTIGATION, reason(word, remark));
      default -> Optional.empty();
    };
  }

  private static Optional<DebianState> open(Status status, String note) {
    return Optional.of(new DebianState(status, List.of(AffectedRange.ALL), note));
  }

  /// A word with its reason: `no-dsa: Minor issue`.
  static String reason(String word, String remark) {
    return remark.isEmpty() ? word : word + ": " + remark;
  }
}
