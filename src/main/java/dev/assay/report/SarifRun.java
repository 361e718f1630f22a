package dev.assay.report;

import dev.assay.model.Finding;
import dev.assay.model.Report;
import dev.assay.model.Suppressed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one run of a SARIF file says.
///
/// @param rules in the order results first name them
/// @param results in report order
/// @param leftOut how many results the limit took away
record SarifRun(List<SarifRule> rules, List<Result> results, int leftOut) {
  /// More are refused.
  static final int MAX_RESULTS = 25_000;

  SarifRun {
    rules = List.copyOf(rules);
    results = List.copyOf(results);
  }

  /// A finding, and why it does not count where it does not.
  ///
  /// @param ruleIndex its rule's position in `rules`
  record Result(Finding finding, Optional<Suppressed> suppressed, int ruleIndex) {}

  /// Gathers results and their rules. Over the limit the worst ones stay.
  static SarifRun of(Report report, ReportOptions options) {
    List<Result> all = new ArrayList<>();
    for (Target target : Target.of(report)) {
      target.findings().forEach(f -> all.add(new Result(f, Optional.empty(), 0)));
      if (options.showSuppressed()) {
        target.suppressed().forEach(s -> all.add(new Result(s.finding(), Optional.of(s), 0)));
      }
    }
    List<Result> kept = worst(all);
    Map<String, SarifRule> rules = new LinkedHashMap<>();
    for (Result result : kept) {
      rules.merge(
          result.finding().vulnerability().id(), SarifRule.of(result.finding()), SarifRule::worse);
    }
    List<String> order = List.copyOf(rules.keySet());
    Map<String, Integer> positions = new LinkedHashMap<>();
    order.forEach(id -> positions.put(id, positions.size()));
    return new SarifRun(
        List.copyOf(rules.values()),
        kept.stream().map(result -> numbered(result, positions)).toList(),
        all.size() - kept.size());
  }

  private static Result numbered(Result result, Map<String, Integer> positions) {
    int position = positions.getOrDefault(result.finding().vulnerability().id(), 0);
    return new Result(result.finding(), result.suppressed(), position);
  }

  private static List<Result> worst(List<Result> all) {
    if (all.size() <= MAX_RESULTS) {
      return all;
    }
    // The sort is stable: within a severity the report's order stays.
    return all.stream()
        .sorted(
            Comparator.comparing((Result r) -> r.suppressed().isPresent())
                .thenComparing(r -> r.finding().severity(), Comparator.reverseOrder()))
        .limit(MAX_RESULTS)
        .toList();
  }
}
