package dev.assay.advisory;

import dev.assay.advisory.feed.Feed;
import dev.assay.failure.UsageFailure;
import java.util.List;
import java.util.stream.Collectors;

/// The feeds there are, by name.
record Feeds(List<Feed> all) {
  Feeds {
    all = List.copyOf(all);
  }

  /// The feed of that name. `nvd-like` is `nvd` by another folder name.
  ///
  /// @throws UsageFailure where there is none; its hint lists the names
  Feed find(String name) {
    String wanted = name.equals("nvd-like") ? "nvd" : name;
    for (Feed feed : all) {
      if (feed.facts().name().equals(wanted)) {
        return feed;
      }
    }
    throw new UsageFailure("there is no source `" + name + "`", "known are " + names());
  }

  private String names() {
    return all.stream().map(f -> f.facts().name()).sorted().collect(Collectors.joining(", "));
  }
}
