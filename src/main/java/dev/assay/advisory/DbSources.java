package dev.assay.advisory;

import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.feed.Feed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `db sources`: what can be read, from where, under which licence.
public final class DbSources {
  private DbSources() {}

  /// A source.
  ///
  /// @param facts its name, content, licence and addresses
  /// @param state whether it was ever fetched from its address with this version
  public record Line(Feed.Facts facts, String state) {}

  /// Every source, sorted by name.
  ///
  /// @param manifest of the database in use, where there is one
  public static List<Line> lines(List<Feed> feeds, Optional<Manifest> manifest) {
    List<Line> lines = new ArrayList<>();
    for (Feed feed : feeds) {
      lines.add(new Line(feed.facts(), state(feed, manifest)));
    }
    lines.sort(Comparator.comparing(line -> line.facts().name()));
    return lines;
  }

  /// No address was in reach when this version was made: what is said here changes with the first
  /// release that has been run against upstream.
  private static String state(Feed feed, Optional<Manifest> manifest) {
    String name = feed.facts().name();
    return manifest.stream()
        .flatMap(m -> m.sources().stream())
        .filter(source -> source.name().equals(name))
        .map(s -> s.address().isEmpty() ? "in use from a local file" : "in use, fetched here")
        .max(Comparator.naturalOrder())
        .orElse(
            feed.facts().addresses().isEmpty()
                ? "made from files of your own"
                : "never fetched from its address with this version"
                    + (feed.isProven() ? "" : ", written after its schema alone"));
  }
}
