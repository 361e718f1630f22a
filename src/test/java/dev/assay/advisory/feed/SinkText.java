package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.advisory.db.PublishedFile;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Cvss;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Rating;
import dev.assay.model.Vulnerability;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes down what a feed reads, a line for each call.
final class SinkText implements FeedSink {
  private final StringBuilder text = new StringBuilder();

  @Override
  public void record(Optional<Instant> modified) {
    text.append("record ").append(modified.map(Instant::toString).orElse("-")).append('\n');
  }

  @Override
  public void advisory(Ecosystem ecosystem, Advisory a) {
    String ranges = a.ranges().stream().map(SinkText::range).collect(Collectors.joining(" "));
    text.append("  ")
        .append(ecosystem + " | " + a.packageName() + " | " + a.id() + " " + a.aliases())
        .append(" via " + a.vendorIds() + " by " + a.source().id())
        .append(" | " + a.status() + " " + a.severity() + " | " + ranges + " " + a.versions())
        .append(a.note().isEmpty() ? "\n" : " | " + a.note() + "\n");
  }

  private static String range(AffectedRange range) {
    return (range.excludesIntroduced() ? "(" : "[")
        + range.introduced()
        + ","
        + (range.lastAffected().isEmpty() ? range.fixed() + ")" : range.lastAffected() + "]");
  }

  @Override
  public void details(Ecosystem ecosystem, Details details) {
    text.append("  details ").append(ecosystem).append(' ').append(words(details)).append('\n');
  }

  @Override
  public void identity(Ecosystem ecosystem, String sha1, PublishedFile file) {
    text.append("  identity " + ecosystem + " " + sha1 + " is " + file.name() + " ");
    text.append(file.version()).append('\n');
  }

  @Override
  public void enrichment(Details details) {
    text.append("  enrichment ").append(words(details)).append('\n');
  }

  private static String words(Details details) {
    Vulnerability v = details.vulnerability();
    return v.id()
        + " "
        + v.aliases()
        + " bundles "
        + details.bundled()
        + " | "
        + v.title()
        + " | "
        + v.description().replace("\n", "\\n")
        + " | "
        + v.references()
        + " "
        + v.cweIds()
        + " | "
        + v.ratings().stream().map(SinkText::rating).toList()
        + " | "
        + v.published().map(Instant::toString).orElse("-")
        + " "
        + v.modified().map(Instant::toString).orElse("-")
        + " "
        + v.exploitedSince()
        + v.epss().map(probability -> " epss " + probability).orElse("");
  }

  private static String rating(Rating rating) {
    return rating.source()
        + "="
        + rating.severity()
        + rating.vectors().stream().map(Cvss::score).toList();
  }

  @Override
  public void gap(Gap gap) {
    text.append("  gap ").append(gap).append('\n');
  }

  @Override
  public void skip(String why) {
    text.append("  skip ").append(why).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
