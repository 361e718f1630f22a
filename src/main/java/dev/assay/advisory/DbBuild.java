package dev.assay.advisory;

import dev.assay.advisory.db.DatabaseWriter;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.db.PartitionId;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.LocalInput;
import dev.assay.advisory.feed.RemoteInput;
import dev.assay.advisory.feed.RemoteInput.Address;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `db build`: a new database from exactly these sources.
public final class DbBuild {
  private final Feeds feeds;
  private final Http http;
  private final Progress progress;

  /// Reaches addresses as these variables say.
  public DbBuild(List<Feed> feeds, Map<String, String> environment, Progress progress) {
    this(feeds, new Http(HttpSettings.standard("assay", environment)), progress);
  }

  /// @param feeds the ones there are
  /// @param http for sources at an address
  public DbBuild(List<Feed> feeds, Http http, Progress progress) {
    this.feeds = new Feeds(feeds);
    this.http = http;
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
        throw new UsageFailure(
            "`--source " + text + "` is not of the form NAME=PATH_OR_URL",
            "such as `--source kev=./kev.json`; `assay db sources` lists the names");
      }
      return new SourceArgument(text.substring(0, equals), text.substring(equals + 1));
    }

    boolean isRemote() {
      return place.startsWith("https://") || place.startsWith("http://");
    }

    /// The host, with its port where one is written, that it is fetched from; empty for a path.
    public Optional<String> host() {
      return isRemote() ? Optional.ofNullable(address().getAuthority()) : Optional.empty();
    }

    URI address() {
      try {
        return URI.create(place);
      } catch (IllegalArgumentException e) {
        throw new UsageFailure(
            "`" + place + "` is no address", "write it as https://HOST/PATH, or name a path");
      }
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
    sorted.forEach(argument -> feeds.find(argument.name()));
    Path folder = cacheFolder.resolve("db");
    try (DatabaseWriter writer = DatabaseWriter.begin(folder, progress)) {
      List<SourceReading> readings = new ArrayList<>();
      for (int i = 0; i < sorted.size(); i++) {
        progress.step("reading " + sorted.get(i).name(), i, sorted.size());
        readings.add(read(sorted.get(i), writer));
      }
      progress.step("writing partitions", sorted.size(), sorted.size());
      Set<PartitionId> written = writer.written();
      Manifest manifest = writer.finish(partition -> false);
      CheckedTimes.none(folder).write(written, Instant.now());
      return new BuildSummary(manifest, readings);
    }
  }

  private SourceReading read(SourceArgument argument, DatabaseWriter writer) throws IOException {
    Feed feed = feeds.find(argument.name());
    String place = argument.place();
    FeedInput input =
        argument.isRemote() ? remote(argument.address()) : new LocalInput(Path.of(place), feed);
    String address = argument.isRemote() ? Hosts.withoutSecrets(argument.address()) : "";
    String shown = argument.isRemote() ? address : place;
    return new SourceRead(feed, shown, ecosystem -> true).run(input, address, writer);
  }

  private FeedInput remote(URI address) {
    return new RemoteInput(http, List.of(new Address(address, false)), progress);
  }
}
