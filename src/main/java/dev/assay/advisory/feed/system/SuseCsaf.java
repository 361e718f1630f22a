package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.CvssScores;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.model.Ecosystem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SUSE's CSAF documents: a VEX file for each CVE, an advisory for each notice. The modules of a
/// service pack are the repositories of one system. Extended support and products beside SUSE Linux
/// Enterprise Server, Micro and openSUSE are left out.
///
/// Source: <https://www.suse.com/support/security/csaf/>
public final class SuseCsaf implements Feed {
  private static final Pattern SERVER =
      Pattern.compile("cpe:/o:suse:(?:sles|sle-module-[a-z0-9-]+):([0-9]+)(?::sp([0-9]+))?");
  private static final Pattern MICRO =
      Pattern.compile("cpe:/o:suse:(?:sle-micro|sl-micro|suse-microos):([0-9]+\\.[0-9]+)");
  private static final Pattern LEAP = Pattern.compile("cpe:/o:opensuse:leap:([0-9]+\\.[0-9]+)");

  @Override
  public Facts facts() {
    return new Facts(
        "suse",
        "SUSE Linux Enterprise and openSUSE packages",
        "CC-BY-4.0",
        List.of("https://ftp.suse.com/pub/projects/security/csaf-vex.tar.bz2"),
        DataSources.SUSE);
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
    CsafVex csaf = new CsafVex(DataSources.SUSE, SuseCsaf::release, new CvssScores(), sink);
    new Documents(DataSources.SUSE, sink)
        .forEach(input, file -> file.endsWith(".json"), csaf::read);
  }

  private static Optional<Ecosystem> release(CsafProducts.Member one) {
    Matcher server = SERVER.matcher(one.cpe());
    if (server.matches()) {
      String pack = server.group(2) == null ? "" : "." + server.group(2);
      return Optional.of(new Ecosystem("sles", server.group(1) + pack));
    }
    Matcher micro = MICRO.matcher(one.cpe());
    if (micro.matches()) {
      return Optional.of(new Ecosystem("slem", micro.group(1)));
    }
    Matcher leap = LEAP.matcher(one.cpe());
    if (leap.matches()) {
      return Optional.of(new Ecosystem("opensuse-leap", leap.group(1)));
    }
    return one.cpe().startsWith("cpe:/o:opensuse:tumbleweed")
        ? Optional.of(new Ecosystem("opensuse-tumbleweed", ""))
        : Optional.empty();
  }
}
