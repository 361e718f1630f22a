package dev.assay.scan;

import dev.assay.policy.Filter;
import dev.assay.policy.Gate;
import dev.assay.policy.IgnoreRules;
import dev.assay.policy.Policy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/// Makes the policy of a run from what was said.
final class Judging {
  private Judging() {}

  /// @param doubts takes what is legal in the rules and most likely not meant so
  static Policy policy(ScanOptions options, Consumer<String> doubts) {
    ScanOptions.Filter said = options.filter();
    Filter filter =
        new Filter(
            Set.copyOf(said.severities()),
            Set.copyOf(said.ignoredStatuses()),
            said.ignoreUnfixed());
    Gate gate =
        new Gate(
            options.gate().exitCode(),
            options.gate().exitOnEndOfLife(),
            options.gate().evidence().map(demand -> Gate.Demand.valueOf(demand.name())));
    return new Policy(filter, rules(said, doubts), gate);
  }

  /// The file that was named, which must exist, else the usual one where it does.
  private static IgnoreRules rules(ScanOptions.Filter said, Consumer<String> doubts) {
    if (said.ignoreFile().isPresent()) {
      return IgnoreRules.read(said.ignoreFile().get(), doubts);
    }
    Path usual = Path.of(IgnoreRules.DEFAULT_FILE);
    // Whatever lies there is read or refused, never passed over.
    return Files.exists(usual, LinkOption.NOFOLLOW_LINKS)
        ? IgnoreRules.read(usual, doubts)
        : IgnoreRules.NONE;
  }
}
