package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.advisory.db.PublishedFile;
import dev.assay.model.Advisory;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Takes what a feed reads.
public interface FeedSink {
  /// A record of the source begins.
  ///
  /// @param modified when upstream last changed it, where it says so
  void record(Optional<Instant> modified);

  /// What the source says about a package.
  void advisory(Ecosystem ecosystem, Advisory advisory) throws IOException;

  /// What the source tells about a vulnerability of an ecosystem.
  void details(Ecosystem ecosystem, Details details) throws IOException;

  /// What the source tells about a CVE, whatever the ecosystem.
  void enrichment(Details details) throws IOException;

  /// A file that the repository of an ecosystem has.
  ///
  /// @param sha1 of the file, 40 hexadecimal digits
  void identity(Ecosystem ecosystem, String sha1, PublishedFile file) throws IOException;

  /// Something that could not be read.
  void gap(Gap gap);

  /// Something left out on purpose.
  ///
  /// @param why in a few words, the same for all of a kind; they are counted
  void skip(String why);
}
