package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.CvssScores;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.model.Ecosystem;
import dev.assay.model.RedHatProduct;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Red Hat's CSAF documents: a VEX file for each CVE, an advisory for each notice. Each stream of
/// each product keeps its advisories apart; what the platform's CPE says tells which. A list of
/// repositories that lies beside them is read as well.
///
/// Source: <https://redhatproductsecurity.github.io/security-data-guidelines/csaf-vex>
public final class RedHatVex implements Feed {
  @Override
  public Facts facts() {
    return new Facts(
        "redhat",
        "packages of Red Hat Enterprise Linux and of products on it",
        "CC-BY-4.0",
        List.of("https://security.access.redhat.com/data/csaf/v2/vex/csaf_vex_{date}.tar.zst"),
        DataSources.REDHAT);
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json") || Documents.isArchive(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    CsafVex csaf = new CsafVex(DataSources.REDHAT, RedHatVex::stream, new CvssScores(), sink);
    new Documents(DataSources.REDHAT, sink)
        .forEach(
            input,
            file -> file.endsWith(".json"),
            (file, document) -> {
              if (RedHatRepositories.isMapping(document)) {
                RedHatRepositories.read(file, document, sink);
              } else {
                csaf.read(file, document);
              }
            });
  }

  private static Optional<Ecosystem> stream(CsafProducts.Member one) {
    return RedHatProduct.parse(one.cpe()).flatMap(RedHatProduct::stream);
  }
}
