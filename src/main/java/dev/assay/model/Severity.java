package dev.assay.model;

import java.util.Locale;
import java.util.Optional;

/// How bad a vulnerability is, in Trivy's five words. The order is from mild to bad.
public enum Severity {
  UNKNOWN,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /// The severity of that name in any case, or empty.
  public static Optional<Severity> of(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "UNKNOWN" -> Optional.of(UNKNOWN);
      case "LOW" -> Optional.of(LOW);
      case "MEDIUM" -> Optional.of(MEDIUM);
      case "HIGH" -> Optional.of(HIGH);
      case "CRITICAL" -> Optional.of(CRITICAL);
      default -> Optional.empty();
    };
  }

  /// The qualitative rating of a CVSS v3 or v4 base score from 0 to 10.
  ///
  /// Source:
  /// <https://www.first.org/cvss/v3.1/specification-document#Qualitative-Severity-Rating-Scale>
  public static Severity ofScore(double score) {
    if (score >= 9.0) {
      return CRITICAL;
    }
    if (score >= 7.0) {
      return HIGH;
    }
    if (score >= 4.0) {
      return MEDIUM;
    }
    return score > 0 ? LOW : UNKNOWN;
  }
}
