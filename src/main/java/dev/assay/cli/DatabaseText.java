package dev.assay.cli;

import dev.assay.advisory.db.Manifest;
import dev.assay.model.DatabaseFacts;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A database for people: digest, date, sources, partitions.
final class DatabaseText {
  private DatabaseText() {}

  static String of(Manifest manifest) {
    DatabaseFacts facts = manifest.facts();
    List<List<String>> sources = new ArrayList<>();
    sources.add(List.of("Source", "Records", "Unread", "Newest", "From"));
    for (Manifest.Source source : manifest.sources()) {
      sources.add(
          List.of(
              source.name(),
              Long.toString(source.records()),
              Long.toString(source.gaps()),
              source
                  .newest()
                  .or(source::fileTime)
                  .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                  .orElse("-"),
              source.address().isEmpty() ? "a local file" : source.address()));
    }
    List<List<String>> partitions = new ArrayList<>();
    partitions.add(List.of("Partition", "Records", "Size"));
    for (Manifest.Partition partition : manifest.partitions()) {
      partitions.add(
          List.of(
              partition.id().toString(),
              Long.toString(partition.records()),
              TerminalProgress.size(partition.sizeBytes())));
    }
    return "digest  "
        + facts.digest().map(Object::toString).orElse("-")
        + "\ndate    "
        + facts.builtAt()
        + "\n\n"
        + columns(sources)
        + "\n"
        + columns(partitions);
  }

  /// Rows as columns, two blanks apart.
  static String columns(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(Console.printable(line.toString().stripTrailing())).append("\n");
    }
    return text.toString();
  }
}
