package dev.assay.cli;

import dev.assay.advisory.DbSources;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.feed.Feed;
import dev.assay.builtin.BuiltIns;
import dev.assay.cli.flag.GlobalFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `assay db sources`.
final class DbSourcesCommand {
  static final String SUMMARY = "List the sources of advisories and their public addresses";

  private DbSourcesCommand() {}

  static Verb verb() {
    return new Verb(
        "db sources",
        SUMMARY,
        "",
        List.of(),
        List.of(),
        List.of(),
        call -> {
          call.noOperands();
          Path folder = GlobalFlags.cacheFolder(call.settings()).resolve(CacheFolder.DATABASE);
          call.print(text(DbSources.lines(BuiltIns.feeds(), AdvisoryDb.manifest(folder))));
          return 0;
        });
  }

  /// A line for each source, and its addresses below.
  private static String text(List<DbSources.Line> sources) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Name", "Licence", "State", "What"));
    for (DbSources.Line source : sources) {
      Feed.Facts facts = source.facts();
      rows.add(List.of(facts.name(), facts.licence(), source.state(), facts.what()));
    }
    List<String> lines = DatabaseText.columns(rows).lines().toList();
    StringBuilder text = new StringBuilder(lines.getFirst()).append("\n");
    for (int i = 0; i < sources.size(); i++) {
      text.append(lines.get(i + 1)).append("\n");
      for (String address : sources.get(i).facts().addresses()) {
        text.append("    ").append(address).append("\n");
      }
    }
    return text.toString();
  }
}
