package dev.assay.advisory;

import dev.assay.advisory.db.DatabaseWriter;
import dev.assay.advisory.db.Details;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.db.PublishedFile;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.failure.InputFailure;
import dev.assay.model.Advisory;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Reads one source into a database and counts.
final class SourceRead {
  private static final int SHOWN_GAPS = 20;

  private final Feed feed;
  private final String place;
  private final Predicate<Ecosystem> wanted;
  private Optional<Instant> newest = Optional.empty();
  private long records;
  private long advisories;
  private long details;
  private long identities;
  private long gapCount;
  private final List<Gap> gaps = new ArrayList<>();
  private final TreeMap<String, Long> skipped = new TreeMap<>();

  /// @param place where it is, for messages
  /// @param wanted ecosystems that are taken
  SourceRead(Feed feed, String place, Predicate<Ecosystem> wanted) {
    this.feed = feed;
    this.place = place;
    this.wanted = wanted;
  }

  /// @param address where it was fetched, or empty for a local file
  /// @throws InputFailure where it cannot be read, or is something else
  SourceReading run(FeedInput input, String address, DatabaseWriter writer) throws IOException {
    String what = "cannot read source " + feed.facts().name() + " from " + place + ": ";
    try {
      feed.read(input, new Sink(writer));
    } catch (InputFailure e) {
      throw new InputFailure(what + e.getMessage(), e.hint());
    } catch (IOException e) {
      throw new InputFailure(what + message(e), "the file is damaged or not readable");
    }
    if (records == 0) {
      throw new InputFailure(what + "no record of its form is in it");
    }
    Manifest.Source source =
        new Manifest.Source(
            feed.facts().name(),
            address,
            input.digest(),
            newest,
            isUndated() ? Optional.empty() : input.newest(),
            records,
            gapCount);
    writer.endSource(source);
    return new SourceReading(source, advisories, details, gaps, skipped);
  }

  /// The age of files says nothing where the source names dates itself, or where it knows nothing
  /// that ages: a database's date tells how old its advisories are.
  private boolean isUndated() {
    return newest.isPresent() || (identities > 0 && advisories + details == 0);
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private final class Sink implements FeedSink {
    private final DatabaseWriter writer;

    Sink(DatabaseWriter writer) {
      this.writer = writer;
    }

    @Override
    public void record(Optional<Instant> modified) {
      records++;
      if (modified.isPresent() && newest.filter(n -> !n.isBefore(modified.get())).isEmpty()) {
        newest = modified;
      }
    }

    @Override
    public void advisory(Ecosystem ecosystem, Advisory advisory) throws IOException {
      if (wanted.test(ecosystem)) {
        advisories++;
        writer.advisory(ecosystem, advisory);
      }
    }

    @Override
    public void details(Ecosystem ecosystem, Details found) throws IOException {
      if (wanted.test(new Ecosystem(ecosystem.name(), ""))) {
        details++;
        writer.details(ecosystem, found);
      }
    }

    @Override
    public void enrichment(Details found) throws IOException {
      details++;
      writer.enrichment(found);
    }

    @Override
    public void identity(Ecosystem ecosystem, String sha1, PublishedFile file) throws IOException {
      identities++;
      writer.identity(ecosystem, sha1, file, feed.facts().origin());
    }

    @Override
    public void gap(Gap gap) {
      gapCount++;
      if (gaps.size() < SHOWN_GAPS) {
        gaps.add(gap);
      }
    }

    @Override
    public void skip(String why) {
      skipped.merge(why, 1L, Long::sum);
    }
  }
}
