package dev.assay.advisory.feed;

import dev.assay.model.AffectedRange;
import dev.assay.model.Status;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the tracker says about a package in a release: a word and a remark in parentheses, which is
/// the version where the word is `released`.
///
/// Source: <https://git.launchpad.net/ubuntu-cve-tracker/tree/README>, "Status"
///
/// @param note the remark, where it is no version
record UbuntuState(Status status, List<AffectedRange> ranges, String note) {
  private static final Pattern LINE = Pattern.compile("([A-Za-z-]+)\\s*(?:\\((.*)\\)?)?\\s*");
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~:-]*");
  private static final Pattern SUPPORT_ENDED =
      Pattern.compile(
          ".*\\b(end[- ]of[- ](life|standard support|kernel support)|out of standard support).*");

  /// Reads what stands behind the colon; empty where it is none of the tracker's words, or a
  /// release without its version.
  static Optional<UbuntuState> parse(String text) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      return Optional.empty();
    }
    String remark = line.group(2) == null ? "" : remark(line.group(2));
    return switch (line.group(1).toLowerCase(Locale.ROOT)) {
      case "released" -> released(remark);
      case "not-affected" -> Optional.of(new UbuntuState(Status.NOT_AFFECTED, List.of(), remark));
      case "needed", "active" -> open(Status.AFFECTED, remark);
      case "pending" -> open(Status.AFFECTED, remark.isEmpty() ? "pending" : "pending: " + remark);
      case "needs-triage" -> open(Status.UNDER_INVESTIGATION, remark);
      case "deferred" -> open(Status.FIX_DEFERRED, remark);
      case "ignored" ->
          open(
              SUPPORT_ENDED.matcher(remark).matches() ? Status.END_OF_LIFE : Status.WILL_NOT_FIX,
              remark);
      default -> Optional.empty();
    };
  }

  /// Whether the text says that the release does not have the package.
  static boolean isAbsent(String text) {
    return text.startsWith("DNE");
  }

  private static String remark(String text) {
    String plain = text.endsWith(")") ? text.substring(0, text.length() - 1) : text;
    return Words.line(plain);
  }

  private static Optional<UbuntuState> released(String version) {
    return VERSION.matcher(version).matches()
        ? Optional.of(new UbuntuState(Status.FIXED, List.of(AffectedRange.before(version)), ""))
        : Optional.empty();
  }

  private static Optional<UbuntuState> open(Status status, String note) {
    return Optional.of(new UbuntuState(status, List.of(AffectedRange.ALL), note));
  }
}
