package dev.assay.image;

import dev.assay.format.toc.TocEntry;
import dev.assay.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// One table of contents, entry by entry beside what the archive has.
final class TocComparison {
  private static final int NAMED = 3;

  private final PathHashes archive;
  private final long archiveCount;
  private final Map<String, Digest> contents;
  private final PathHashes listed = new PathHashes();
  private final Set<String> unlisted;
  private final List<String> extra = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private long listedCount;
  private long extraCount;

  /// @param archive the hashes of its entries
  /// @param archiveCount how many there are
  /// @param contents the digests of files that analyzers want: they are what matters
  TocComparison(PathHashes archive, long archiveCount, Map<String, Digest> contents) {
    this.archive = archive;
    this.archiveCount = archiveCount;
    this.contents = contents;
    this.unlisted = new TreeSet<>(contents.keySet());
  }

  /// Takes the next entry of the table.
  void listed(TocEntry entry) {
    String path = EntryPath.normalise(entry.path()).orElse("");
    if (path.isEmpty()) {
      return;
    }
    long hash = TocCheck.hash(path, entry.kind(), entry.link(), entry.sizeBytes());
    boolean isExtra = archive.add(hash);
    if (isExtra) {
      archive.remove(hash); // there may be another table
      extraCount++;
      note(extra, path);
    } else if (listed.add(hash)) {
      listedCount++;
    }
    boolean isChanged =
        unlisted.remove(path)
            && entry.chunks().size() == 1
            && !entry.chunks().getFirst().digest().equals(contents.get(path));
    if (isChanged && !isExtra) {
      note(changed, path);
    }
  }

  private static void note(List<String> names, String path) {
    if (names.size() < NAMED) {
      names.add(path);
    }
  }

  /// What is not the same, when the table is at its end.
  List<String> problems() {
    var problems = new ArrayList<String>();
    if (archiveCount > listedCount) {
      problems.add(
          "it leaves out "
              + (archiveCount - listedCount)
              + " of the archive's entries"
              + quoted(unlisted.stream().limit(NAMED).toList()));
    }
    if (extraCount > 0) {
      problems.add(
          "it lists " + extraCount + " entries that the archive does not have so" + quoted(extra));
    }
    if (!changed.isEmpty()) {
      problems.add("it has another digest for files" + quoted(changed));
    }
    return problems;
  }

  private static String quoted(List<String> names) {
    var text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? ", such as `" : "`, `").append(FileFinds.shortened(name));
    }
    return text.isEmpty() ? "" : text.append('`').toString();
  }
}
