package dev.assay.advisory.feed;

import dev.assay.model.Cvss;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Builds a source's rating from its vectors and its word.
public final class Ratings {
  private static final Pattern SCORE = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,3})?");

  private Ratings() {}

  /// Of several vectors of one version the first counts. Without a word the severity is what the
  /// newest 3.x vector amounts to, else 4.0, else 2.0.
  public static Rating of(String source, Collection<Cvss> vectors, Severity word) {
    Map<String, Cvss> byVersion = new TreeMap<>();
    vectors.forEach(vector -> byVersion.putIfAbsent(vector.version(), vector));
    Severity severity =
        word != Severity.UNKNOWN
            ? word
            : byVersion.values().stream()
                .max(Comparator.comparingInt(Ratings::rank))
                .map(Ratings::severity)
                .orElse(Severity.UNKNOWN);
    return new Rating(source, severity, List.copyOf(byVersion.values()));
  }

  /// Where a source states scores without vectors.
  ///
  /// @param scores of version 3 or 4, the first that is a number counts
  /// @param second of version 2, where there is no other; it knows no critical
  public static Rating ofScores(String source, List<String> scores, String second) {
    Severity severity =
        scores.stream()
            .map(Ratings::ofScore)
            .filter(each -> each != Severity.UNKNOWN)
            .findFirst()
            .orElseGet(() -> {
              Severity old = ofScore(second);
              return old == Severity.CRITICAL ? Severity.HIGH : old;
            });
    return new Rating(source, severity, List.of());
  }

  private static Severity ofScore(String text) {
    return SCORE.matcher(text).matches()
        ? Severity.ofScore(Double.parseDouble(text))
        : Severity.UNKNOWN;
  }

  private static int rank(Cvss cvss) {
    return List.of("2.0", "4.0", "3.0", "3.1").indexOf(cvss.version());
  }

  /// Version 2 knows no critical.
  ///
  /// Source: <https://nvd.nist.gov/vuln-metrics/cvss>
  private static Severity severity(Cvss cvss) {
    Severity severity = Severity.ofScore(cvss.score());
    return cvss.version().equals("2.0") && severity == Severity.CRITICAL ? Severity.HIGH : severity;
  }
}
