package dev.assay.advisory.feed;

import dev.assay.model.Cvss;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import us.springett.cvss.MalformedVectorException;

/// Base scores of CVSS vectors, versions 2, 3.0, 3.1 and 4.0. For one thread.
///
/// Source: <https://www.first.org/cvss/>
public final class CvssScores {
  private static final Pattern VECTOR =
      Pattern.compile(
          "(CVSS:(3\\.0|3\\.1|4\\.0)/)?[A-Za-z]{1,4}:[A-Za-z]{1,8}(/[A-Za-z]{1,4}:[A-Za-z]{1,8}){4,63}/?");
  private static final int MAX_KNOWN = 20_000;

  // A few thousand vectors describe all vulnerabilities there are.
  private final Map<String, Optional<Cvss>> known = new HashMap<>();

  /// The vector with its version and score; empty where it is none.
  public Optional<Cvss> of(String vector) {
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(vector.strip(), CvssScores::score);
  }

  private static Optional<Cvss> score(String text) {
    String vector = withoutParentheses(text);
    if (!VECTOR.matcher(vector).matches()) {
      return Optional.empty();
    }
    String version = vector.startsWith("CVSS:") ? vector.substring(5, 8) : "2.0";
    try {
      us.springett.cvss.Cvss cvss = us.springett.cvss.Cvss.fromVector(vector);
      double score = cvss == null ? Double.NaN : cvss.calculateScore().getBaseScore();
      return score >= 0 && score <= 10
          ? Optional.of(new Cvss(version, vector, Math.round(score * 10) / 10.0))
          : Optional.empty();
    } catch (MalformedVectorException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String withoutParentheses(String text) {
    return text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
  }
}
