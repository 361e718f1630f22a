package dev.assay.advisory.db;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An advisory as a record: id, aliases, vendor ids, id of the source, package name, ranges (their
/// number, then introduced, with `>` before it where it is not itself affected, fixed and last
/// affected of each), versions, status and severity (by the letters below), note.
final class AdvisoryCodec {
  // The order is part of the layout: the enums may be sorted otherwise one day.
  private static final List<Status> STATUSES =
      List.of(
          Status.UNKNOWN,
          Status.NOT_AFFECTED,
          Status.AFFECTED,
          Status.FIXED,
          Status.UNDER_INVESTIGATION,
          Status.WILL_NOT_FIX,
          Status.FIX_DEFERRED,
          Status.END_OF_LIFE);
  static final List<Severity> SEVERITIES =
      List.of(Severity.UNKNOWN, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);

  private static final String AFTER = ">";

  private AdvisoryCodec() {}

  static byte[] pack(Advisory advisory) {
    Packer packer =
        new Packer()
            .text(advisory.id())
            .texts(advisory.aliases())
            .texts(advisory.vendorIds())
            .text(advisory.source().id())
            .text(advisory.packageName())
            .number(advisory.ranges().size());
    for (AffectedRange range : advisory.ranges()) {
      String mark = range.excludesIntroduced() ? AFTER : "";
      packer.text(mark + range.introduced()).text(range.fixed()).text(range.lastAffected());
    }
    return packer
        .texts(advisory.versions())
        .number(STATUSES.indexOf(advisory.status()))
        .number(SEVERITIES.indexOf(advisory.severity()))
        .text(advisory.note())
        .toBytes();
  }

  /// @param sources gives the source of an id
  static Advisory unpack(Unpacker record, Function<String, DataSource> sources)
      throws Unpacker.Damaged {
    return new Advisory(
        record.text(),
        record.texts(),
        record.texts(),
        sources.apply(record.text()),
        record.text(),
        ranges(record),
        record.texts(),
        one(STATUSES, record),
        one(SEVERITIES, record),
        record.text());
  }

  /// What an advisory calls affected; nothing where it clears the package.
  record Affected(List<AffectedRange> ranges, List<String> versions) {}

  /// Reads that part of a record alone.
  static Affected affected(Unpacker record) throws Unpacker.Damaged {
    record.skip();
    record.skipTexts();
    record.skipTexts();
    record.skip();
    record.skip();
    List<AffectedRange> ranges = ranges(record);
    List<String> versions = record.texts();
    return one(STATUSES, record) == Status.NOT_AFFECTED
        ? new Affected(List.of(), List.of())
        : new Affected(ranges, versions);
  }

  private static List<AffectedRange> ranges(Unpacker record) throws Unpacker.Damaged {
    int count = record.count();
    if (count == 1) {
      return List.of(range(record));
    }
    List<AffectedRange> ranges = new ArrayList<>(Math.min(count, Unpacker.MAX_AHEAD));
    for (int i = 0; i < count; i++) {
      ranges.add(range(record));
    }
    return List.copyOf(ranges);
  }

  private static AffectedRange range(Unpacker record) throws Unpacker.Damaged {
    String start = record.text();
    boolean after = start.startsWith(AFTER);
    String introduced = after ? start.substring(AFTER.length()) : start;
    return new AffectedRange(introduced, record.text(), record.text(), after);
  }

  static <T> T one(List<T> values, Unpacker record) throws Unpacker.Damaged {
    long index = record.number();
    if (index >= values.size()) {
      throw new Unpacker.Damaged("an unknown word has the number " + index);
    }
    return values.get((int) index);
  }
}
