package dev.assay.image;

import dev.assay.analyze.Analyzer;
import java.util.List;

/// A file that has to be read in another pass over its layer.
///
/// @param target where its bytes are
/// @param before offset in the archive of the link that leads there: entries behind it do not count
/// @param path what the analyzers are told: a link's path, or the target itself
/// @param analyzers who wants it
record Wish(String target, long before, String path, List<Analyzer> analyzers) {
  /// The file itself, wherever in the archive it is.
  static Wish of(String target, String path, List<Analyzer> analyzers) {
    return new Wish(target, Long.MAX_VALUE, path, analyzers);
  }
}
