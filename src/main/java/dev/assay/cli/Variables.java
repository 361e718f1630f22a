package dev.assay.cli;

import dev.assay.advisory.Upstream;
import dev.assay.cli.flag.AllFlags;
import dev.assay.cli.flag.Suggestion;
import dev.assay.model.Progress;
import dev.assay.registry.aws.EcrEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Variables that look like ours and are not. Build systems set many for themselves, so only one
/// that is nearly the name of a flag is warned about; the others are named with `--debug`.
final class Variables {
  /// Read elsewhere than in the tables of flags.
  private static final Set<String> OTHERS =
      Set.of(
          Upstream.MIRROR,
          EcrEndpoint.VARIABLE,
          "ASSAY_JAVA_OPTS",
          "ASSAY_LOCALE",
          "ASSAY_REQUIRE",
          "ASSAY_STDERR_TTY",
          "ASSAY_STDOUT_TTY",
          "ASSAY_TEST_DATA");

  private Variables() {}

  static void unknown(Map<String, String> environment, Progress progress) {
    List<String> ours =
        environment.keySet().stream()
            .filter(name -> name.startsWith("ASSAY_") && !OTHERS.contains(name))
            .sorted()
            .toList();
    if (ours.isEmpty()) {
      return;
    }
    List<String> known = new ArrayList<>(AllFlags.variables("ASSAY"));
    for (String name : ours) {
      if (known.contains(name)) {
        continue;
      }
      // The common prefix would make any two names look alike.
      Optional<String> meant =
          Suggestion.nearest(
              name.substring("ASSAY_".length()),
              known.stream().map(word -> word.substring("ASSAY_".length())).toList());
      if (meant.isPresent()) {
        progress.warn("no flag is set by " + name + ": did you mean ASSAY_" + meant.get() + "?");
      } else {
        progress.debug("no flag is set by " + name);
      }
    }
  }
}
