package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.advisory.db.Details;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How likely each CVE is to be exploited within 30 days: a CSV file, `cve,epss,percentile`, behind
/// a comment with the version of the model and the day.
///
/// Source: <https://www.first.org/epss/data_stats>
public final class Epss implements Feed {
  private static final long MAX_FILE_BYTES = 512L << 20;
  private static final Pattern ROW =
      Pattern.compile(
          "(CVE-[0-9]{4}-[0-9]{4,19}),([01](?:\\.[0-9]{1,10})?|[0-9](?:\\.[0-9]+)?[eE]-[0-9]{1,2})"
              + "(?:,.*)?");
  private static final Pattern DAY =
      Pattern.compile("#.*score_date:([0-9]{4}-[0-9]{2}-[0-9]{2}).*");

  @Override
  public Facts facts() {
    return new Facts(
        "epss",
        "how likely CVEs are to be exploited",
        "free to use, with attribution",
        List.of("https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"),
        DataSources.EPSS);
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".csv") || file.endsWith(".csv.gz");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    input.forEach(
        MAX_FILE_BYTES,
        (name, content) -> {
          if (name.endsWith(".csv")) {
            scores(name, content, sink);
          }
        });
  }

  private static void scores(String file, InputStream content, FeedSink sink) throws IOException {
    TextLines lines = new TextLines(new InputStreamReader(content, UTF_8));
    Optional<Instant> day = Optional.empty();
    long number = 0;
    for (String line = lines.next(); line != null; line = lines.next()) {
      number++;
      Matcher comment = DAY.matcher(line);
      if (comment.matches()) {
        day = Words.time(comment.group(1));
      } else if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("cve,")) {
        score(file, number, line, day, sink);
      }
    }
  }

  private static void score(
      String file, long number, String line, Optional<Instant> day, FeedSink sink)
      throws IOException {
    sink.record(day);
    Matcher row = ROW.matcher(line);
    double probability = row.matches() ? Double.parseDouble(row.group(2)) : 2;
    if (probability > 1) {
      sink.gap(new Gap(file, number, "`" + Words.shown(line) + "` is no score"));
    } else {
      sink.enrichment(
          Details.of(
              DataSources.EPSS, new VulnerabilityBuilder(row.group(1)).epss(probability).build()));
    }
  }
}
