package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.DataSource;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.function.Predicate;

/// Records of the OSV schema, a JSON file each: a zip, a folder or single files.
final class OsvFeed implements Feed {
  private static final int MAX_RECORD_BYTES = 32 << 20;

  private final Facts facts;
  private final Predicate<String> wants;
  private final Function<String, DataSource> origin;

  /// @param origin who publishes the record of that id
  OsvFeed(Facts facts, Predicate<String> wants, Function<String, DataSource> origin) {
    this.facts = facts;
    this.wants = wants;
    this.origin = origin;
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public boolean wants(String file) {
    return wants.test(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    CvssScores scores = new CvssScores();
    input.forEach(
        MAX_RECORD_BYTES,
        (name, content) -> {
          if (name.endsWith(".json")) {
            read(name, content, scores, sink);
          }
        });
  }

  private void read(String name, InputStream content, CvssScores scores, FeedSink sink)
      throws IOException {
    Json json;
    try {
      json = Json.parse(content.readAllBytes(), name);
    } catch (InputFailure e) {
      sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
      return;
    }
    new OsvRecord(json, name, origin.apply(json.text("id")), scores).read(sink);
  }
}
