package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.failure.InputFailure;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Notices of Amazon Linux 1, 2 and 2023, as their repositories carry them in `updateinfo.xml`. The
/// id tells the release: `ALAS-2018-…`, `ALAS2-2021-…`, `ALAS2023-2023-…`. The topics of Amazon
/// Linux 2 beside the core (`ALAS2NGINX1-…`) are other lines of versions of the same packages, of
/// which nobody can tell whether they are enabled: they are left out.
///
/// Source: <https://alas.aws.amazon.com/>
public final class AmazonLinux implements Feed {
  private static final long MAX_FILE_BYTES = 1L << 30;
  private static final Pattern ID = Pattern.compile("ALAS(2|20[0-9]{2})?-[0-9]{4}-[0-9]+");
  private static final String EXTRAS = "extras beside the core: nobody can tell which are enabled";
  private static final Pattern TOPIC = Pattern.compile("ALAS2?[A-Z].*|ALAS20[0-9]{2}[A-Z].*");

  @Override
  public Facts facts() {
    return new Facts(
        "amazon",
        "Amazon Linux packages; of Amazon Linux 2 the core, not the extras",
        "none stated",
        List.of("https://cdn.amazonlinux.com/{release}/core/…/repodata/updateinfo.xml.gz"),
        DataSources.AMAZON);
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return file.contains("updateinfo.xml") || Documents.isArchive(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    input.forEach(
        MAX_FILE_BYTES,
        (name, content) -> {
          if (!name.endsWith(".xml")) {
            return;
          }
          try {
            new UpdateInfo(DataSources.AMAZON, id -> release(id, sink), sink).read(content);
          } catch (InputFailure e) {
            sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
          }
        });
  }

  private static Optional<Ecosystem> release(String id, FeedSink sink) {
    Matcher matcher = ID.matcher(id);
    if (matcher.matches()) {
      String release = matcher.group(1);
      return Optional.of(new Ecosystem("amazon", release == null ? "1" : release));
    }
    sink.skip(TOPIC.matcher(id).matches() ? EXTRAS : "notices of another kind");
    return Optional.empty();
  }
}
