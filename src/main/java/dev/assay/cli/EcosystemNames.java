package dev.assay.cli;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Ecosystem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Ecosystems as the user names them.
final class EcosystemNames {
  private EcosystemNames() {}

  /// @throws UsageFailure where a text is none
  static Set<Ecosystem> read(List<String> said) {
    Set<Ecosystem> ecosystems = new TreeSet<>();
    for (String each : said) {
      try {
        ecosystems.add(Ecosystem.parse(each));
      } catch (InputFailure e) {
        throw new UsageFailure(
            String.valueOf(e.getMessage()), "write it as `npm`, `debian:12` or `debian`");
      }
    }
    return ecosystems;
  }
}
