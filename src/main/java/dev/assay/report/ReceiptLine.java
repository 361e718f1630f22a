package dev.assay.report;

import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.model.Rung;
import java.time.ZoneOffset;

/// The table's last line: what the answer rests on, and what it cost.
final class ReceiptLine {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
  private static final int SHORT_DIGEST = 12;

  private ReceiptLine() {}

  /// `streamed (evidence: full), 2.8 MB of 2.8 MB moved in 4 requests, database of 2026-11-20
  /// (sha256:0123456789ab)`; only the last part where there is no image.
  static String of(Report report) {
    StringBuilder line = new StringBuilder();
    Receipt receipt = report.receipt();
    if (report.image().isPresent()) {
      boolean isKnown = receipt.rung().isPresent() || receipt.bytesTotal() > 0;
      line.append(
          receipt.rung().map(Rung::word).orElse(isKnown ? "read" : "converted from a report"));
      report
          .evidence()
          .ifPresent(e -> line.append(" (evidence: ").append(e.grade().word()).append(')'));
      line.append(isKnown ? moved(receipt) : ", ");
    }
    return line.append(database(report.database())).toString();
  }

  private static String moved(Receipt receipt) {
    int requests = receipt.requests().size();
    return ", "
        + bytes(receipt.bytesMoved())
        + " of "
        + bytes(receipt.bytesTotal())
        + " moved in "
        + requests
        + (requests == 1 ? " request, " : " requests, ");
  }

  /// `database of 2026-11-20 (sha256:0123456789ab)`.
  static String database(DatabaseFacts facts) {
    if (facts.digest().isEmpty()) {
      return "no database";
    }
    Digest digest = facts.digest().get();
    return "database of "
        + facts.builtAt().atZone(ZoneOffset.UTC).toLocalDate()
        + " ("
        + digest.algorithm()
        + ":"
        + digest.hex().substring(0, SHORT_DIGEST)
        + ")";
  }

  /// A number of bytes for people, in powers of a thousand.
  static String bytes(long count) {
    if (count < 1_000) {
      return count + " B";
    }
    long tenths = tenths(count, 1_000);
    int unit = 0;
    // 999.95 would be written as 1000.0.
    for (long size = 1_000; tenths >= 10_000 && unit < UNITS.length - 1; unit++) {
      size *= 1_000;
      tenths = tenths(count, size);
    }
    // No formatter: its first use takes as long as the rest of the table.
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
  }

  /// Tenths of a unit, rounded half up.
  private static long tenths(long count, long unit) {
    return (count / (unit / 100) + 5) / 10;
  }
}
