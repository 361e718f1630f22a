package dev.assay.sign.trust;

import java.time.Instant;
import java.util.Optional;

/// From when to when a key is trusted, both ends included. Without a beginning it never is.
public record Validity(Optional<Instant> start, Optional<Instant> end) {
  /// Whether that moment is within.
  public boolean covers(Instant time) {
    return start.filter(from -> !time.isBefore(from)).isPresent()
        && end.filter(to -> time.isAfter(to)).isEmpty();
  }

  @Override
  public String toString() {
    return start.map(Instant::toString).orElse("no beginning")
        + " to "
        + end.map(Instant::toString).orElse("now");
  }
}
