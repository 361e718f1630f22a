package dev.assay.image.limit;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bounds of one run: each `Limit` at its standard, or as the user set it.
///
/// @param changed what the user set
public record Limits(Map<Limit, Long> changed) {
  /// Every limit at its standard.
  public static final Limits STANDARD = new Limits(Map.of());

  public Limits {
    Map<Limit, Long> copy = new EnumMap<>(Limit.class);
    copy.putAll(changed);
    changed = Collections.unmodifiableMap(copy);
  }

  /// Reads settings as they stand after `--limit`: `layer-entries=5000000`.
  ///
  /// @throws UsageFailure where one names no limit or no positive number
  public static Limits parse(List<String> settings) {
    Limits limits = STANDARD;
    for (String setting : settings) {
      limits = limits.parse(setting);
    }
    return limits;
  }

  private Limits parse(String setting) {
    int equals = setting.indexOf('=');
    String word = equals < 0 ? setting : setting.substring(0, equals);
    Optional<Limit> limit =
        Arrays.stream(Limit.values()).filter(l -> l.word().equals(word)).findFirst();
    if (limit.isEmpty()) {
      throw new UsageFailure(
          "unknown limit `" + word + "`",
          "there are: "
              + String.join(", ", Arrays.stream(Limit.values()).map(Limit::word).toList()));
    }
    try {
      long value = Long.parseLong(setting.substring(equals + 1));
      if (equals > 0 && value > 0) {
        return with(limit.get(), value);
      }
    } catch (NumberFormatException e) {
      // Said below, together with zero and negative numbers.
    }
    throw new UsageFailure(
        "cannot read limit `" + setting + "`",
        "write it as " + word + "=N, N a whole number above 0");
  }

  /// These limits with another value for one.
  public Limits with(Limit limit, long value) {
    Map<Limit, Long> copy = new EnumMap<>(Limit.class);
    copy.putAll(changed);
    copy.put(limit, value);
    return new Limits(copy);
  }

  /// The bound.
  public long of(Limit limit) {
    return changed.getOrDefault(limit, limit.standard());
  }

  /// What to throw where a bound is passed.
  ///
  /// @param subject what has too much, such as `the layer has more than`
  /// @param unit what is counted
  public InputFailure passed(Limit limit, String subject, String unit) {
    return new InputFailure(
        subject + " " + of(limit) + " " + unit + " (limit " + limit.word() + ")", limit.hint());
  }
}
