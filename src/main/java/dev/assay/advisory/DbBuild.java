package dev.assay.advisory;

import dev.assay.advisory.db.DatabaseWriter;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.LocalInput;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// `db build`: a new database from exactly these sources.
public final class DbBuild {
  private final List<Feed> feeds;
  private final Progress progress;

  /// @param feeds the ones there are
  public DbBuild(List<Feed> feeds, Progress progress) {
    this.feeds = List.copyOf(feeds);
    this.progress = progress;
  }

  /// A source as the user names it.
  ///
  /// @param name of a feed
  /// @param place a path or an address
  public record SourceArgument(String name, String place) {
    /// Reads `NAME=PATH_OR_URL`.
    ///
    /// @throws UsageFailure where the text has another form
    public static SourceArgument parse(String text) {
      int equals = text.indexOf('=');
      if (equals <= 0 || equals == text.length() - 1) {
        throw new UsageFailure("`--source " + text + "` is not of the form NAME=PATH_OR_URL");
      }
      return new SourceArgument(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  /// Builds the database in the cache folder's `db/` and swaps it in. The same sources give the
  /// same files, bit for bit, in whatever order they are named.
  ///
  /// @throws UsageFailure where a name is unknown
  /// @throws InputFailure where a source cannot be read; the old database stays
  public BuildSummary build(Path cacheFolder, List<SourceArgument> arguments) throws IOException {
    if (arguments.isEmpty()) {
      throw new UsageFailure("cannot build a database of no sources", "name some by --source");
    }
    List<SourceArgument> sorted = new ArrayList<>(arguments);
    sorted.sort(Comparator.comparing(SourceArgument::name).thenComparing(SourceArgument::place));
    sorted.forEach(argument -> feed(argument.name()));
    try (DatabaseWriter writer = DatabaseWriter.begin(cacheFolder.resolve("db"), progress)) {
      List<SourceReading> readings = new ArrayList<>();
      for (int i = 0; i < sorted.size(); i++) {
        progress.step("reading " + sorted.get(i).name(), i, sorted.size());
        readings.add(read(sorted.get(i), writer));
      }
      progress.step("writing partitions", sorted.size(), sorted.size());
      Manifest manifest = writer.finish(partition -> false);
      return new BuildSummary(manifest, readings);
    }
  }

  /// The feed of that name; an alias of the test data's folder name counts.
  Feed feed(String name) {
    String wanted = name.equals("nvd-like") ? "nvd" : name;
    for (Feed feed : feeds) {
      if (feed.facts().name().equals(wanted)) {
        return feed;
      }
    }
    throw new UsageFailure(
        "there is no source `" + name + "`",
        "known are "
            + feeds.stream().map(f -> f.facts().name()).sorted().collect(Collectors.joining(", ")));
  }

  private SourceReading read(SourceArgument argument, DatabaseWriter writer) throws IOException {
    Feed feed = feed(argument.name());
    FeedInput input = new LocalInput(Path.of(argument.place()), feed::wants);
    return new SourceRead(feed, argument.place(), ecosystem -> true).run(input, "", writer);
  }
}
