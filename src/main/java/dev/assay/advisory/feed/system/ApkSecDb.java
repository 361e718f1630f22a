package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.DataSource;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import java.io.IOException;
import java.util.List;

/// Distributions of apk packages without releases, which publish one `security.json` of the same
/// form as Alpine's.
///
/// Source: <https://packages.wolfi.dev/os/security.json>
public final class ApkSecDb implements Feed {
  private final Facts facts;
  private final AlpineSecDb.Secdb secdb;

  private ApkSecDb(String name, String title, String address, DataSource source) {
    this.facts =
        new Facts(
            name,
            title + " packages: which version fixed what",
            "none stated",
            List.of(address),
            source);
    this.secdb = new AlpineSecDb.Secdb(new Ecosystem(name, ""), source);
  }

  /// All of them, sorted by name.
  public static List<Feed> all() {
    return List.of(
        new ApkSecDb(
            "chainguard",
            "Chainguard",
            "https://packages.cgr.dev/chainguard/security.json",
            DataSources.CHAINGUARD),
        new ApkSecDb(
            "wolfi", "Wolfi", "https://packages.wolfi.dev/os/security.json", DataSources.WOLFI));
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith("security.json");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    input.forEach((name, content) -> {
      if (name.endsWith(".json")) {
        try {
          AlpineSecDb.packages(Json.parse(content.readAllBytes(), name), name, secdb, sink);
        } catch (InputFailure e) {
          sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
        }
      }
    });
  }
}
