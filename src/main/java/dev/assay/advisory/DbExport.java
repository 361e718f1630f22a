package dev.assay.advisory;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.failure.DatabaseFailure;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Severity;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;

/// `db export`: what the database says, for other programs: a JSON object for each advisory, a line
/// each. What is empty is left out.
public final class DbExport {
  private DbExport() {}

  /// Writes the advisories of a cache folder's database.
  ///
  /// @param ecosystems one without release stands for all its releases; empty for everything
  /// @param out flushed, stays open
  /// @throws DatabaseFailure where there is no database, or it is damaged
  /// @throws IOException where the bytes cannot be written
  public static void write(Path cacheFolder, Set<Ecosystem> ecosystems, OutputStream out)
      throws IOException {
    try (AdvisoryDb db = AdvisoryDb.open(cacheFolder.resolve("db"))) {
      JsonOutput.writeLines(
          new BufferedOutputStream(out, 1 << 16),
          json ->
              db.forEach(
                  ecosystem -> isWanted(ecosystem, ecosystems),
                  (ecosystem, advisory) -> json.object(() -> advisory(ecosystem, advisory, json))));
    }
  }

  private static boolean isWanted(Ecosystem ecosystem, Set<Ecosystem> ecosystems) {
    return ecosystems.isEmpty()
        || ecosystems.contains(ecosystem)
        || ecosystems.contains(new Ecosystem(ecosystem.name(), ""));
  }

  private static void advisory(Ecosystem ecosystem, Advisory advisory, JsonOutput json) {
    json.put("ecosystem", ecosystem.toString());
    json.put("package", advisory.packageName());
    json.put("id", advisory.id());
    json.put("source", advisory.source().id());
    json.putAny("aliases", advisory.aliases());
    json.putAny("vendorIds", advisory.vendorIds());
    json.put("status", advisory.status().word());
    json.putAny(
        "severity", advisory.severity() == Severity.UNKNOWN ? "" : advisory.severity().name());
    if (!advisory.ranges().isEmpty()) {
      json.array(
          "ranges",
          () -> advisory.ranges().forEach(range -> json.object(() -> range(range, json))));
    }
    json.putAny("versions", advisory.versions());
    json.putAny("note", advisory.note());
  }

  private static void range(AffectedRange range, JsonOutput json) {
    json.putAny(range.excludesIntroduced() ? "after" : "introduced", range.introduced());
    json.putAny("fixed", range.fixed());
    json.putAny("lastAffected", range.lastAffected());
  }
}
