package dev.assay.advisory.feed;

import dev.assay.model.DataSource;
import java.io.IOException;
import java.util.List;

/// A source of advisories, or of facts about vulnerabilities.
public interface Feed {
  /// What people need to know about a source.
  ///
  /// @param name as `--source` takes it
  /// @param what is in it, in a clause
  /// @param licence of the data, or `unclear`
  /// @param addresses of its public bulk files; `{…}` stands for what varies
  /// @param origin who publishes it
  record Facts(
      String name, String what, String licence, List<String> addresses, DataSource origin) {
    public Facts {
      addresses = List.copyOf(addresses);
    }
  }

  /// What people need to know about it.
  Facts facts();

  /// Whether it was run over what upstream really published. Else it was written after the
  /// published schema, and run over files of our own.
  default boolean isProven() {
    return true;
  }

  /// Whether a file of the source's folder is read; of a single file that the user names it is not
  /// asked.
  ///
  /// @param file relative to the folder, with `/`
  boolean wants(String file);

  /// Whether a file is read where the source's folder has none that it wants: the records in
  /// another form than upstream's.
  default boolean wantsInstead(String file) {
    return false;
  }

  /// Whether a file of the source's folder is read as it is, though it is an archive.
  ///
  /// @param file relative to the folder, with `/`
  default boolean isKeptPacked(String file) {
    return false;
  }

  /// Reads every record. What is broken in one becomes a gap.
  ///
  /// @throws IOException where the bytes do not arrive or an archive is damaged
  /// @throws dev.assay.failure.InputFailure where the source is over a limit, or something else
  void read(FeedInput input, FeedSink sink) throws IOException;
}
