package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.CvssScores;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.OsvEcosystem;
import dev.assay.model.Ecosystem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Red Hat's CSAF documents: a VEX file for each CVE, an advisory for each notice. Products beside
/// Red Hat Enterprise Linux itself, and its extended support, are left out.
///
/// Source: <https://redhatproductsecurity.github.io/security-data-guidelines/csaf-vex>
public final class RedHatVex implements Feed {
  private static final Pattern CPE = Pattern.compile("cpe:/[ao]:redhat:(enterprise_linux:.*)");
  private static final Pattern RELEASE = Pattern.compile("[0-9]+");

  @Override
  public Facts facts() {
    return new Facts(
        "redhat",
        "Red Hat Enterprise Linux packages",
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
    CsafVex csaf = new CsafVex(DataSources.REDHAT, RedHatVex::release, new CvssScores(), sink);
    new Documents(DataSources.REDHAT, sink)
        .forEach(input, file -> file.endsWith(".json"), csaf::read);
  }

  private static Optional<Ecosystem> release(CsafProducts.Member one) {
    Matcher cpe = CPE.matcher(one.cpe());
    return cpe.matches()
        ? OsvEcosystem.of("Red Hat:" + cpe.group(1))
            .filter(ecosystem -> RELEASE.matcher(ecosystem.release()).matches())
        : Optional.empty();
  }
}
