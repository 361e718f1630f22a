package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.failure.InputFailure;
import dev.assay.model.Gap;
import java.io.IOException;
import java.util.List;

/// Notices of Oracle Linux, as definitions of OVAL in one XML file.
///
/// Source: <https://linux.oracle.com/security/>, <https://oval.mitre.org/language/version5.11/>
public final class OracleOval implements Feed {
  private static final long MAX_FILE_BYTES = 2L << 30;

  @Override
  public Facts facts() {
    return new Facts(
        "oracle",
        "Oracle Linux packages",
        "none stated",
        List.of("https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2"),
        DataSources.ORACLE);
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return file.contains("oracle.elsa") || Documents.isArchive(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    input.forEach(
        MAX_FILE_BYTES,
        (name, content) -> {
          if (name.endsWith(".xml")) {
            try {
              new OracleDefinitions(name, sink).read(content);
            } catch (InputFailure e) {
              sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
            }
          }
        });
  }
}
