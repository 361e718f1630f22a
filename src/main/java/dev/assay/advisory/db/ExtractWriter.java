package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.AffectedRange;
import dev.assay.version.PlainVersion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes the extracts of a `KeyTable`.
final class ExtractWriter {
  /// The longest range from the beginning to a plain fix, by how many numbers that has.
  private final Map<Integer, AffectedRange> longest = new TreeMap<>();

  private final Set<AffectedRange> ranges = new LinkedHashSet<>();
  private final Set<String> versions = new LinkedHashSet<>();

  /// Takes in what an advisory, as `AdvisoryCodec` packs it, calls affected.
  void add(Unpacker advisory) throws Unpacker.Damaged {
    AdvisoryCodec.Affected affected = AdvisoryCodec.affected(advisory);
    affected.ranges().forEach(this::add);
    versions.addAll(affected.versions());
  }

  private void add(AffectedRange range) {
    long fixed = plainFix(range);
    if (fixed == 0) {
      ranges.add(range);
    } else {
      longest.merge(
          PlainVersion.numbers(fixed), range, (a, b) -> plainFix(a) < plainFix(b) ? b : a);
    }
  }

  /// Zero where there is more to the range.
  private static long plainFix(AffectedRange range) {
    if (!range.introduced().isEmpty()
        || range.excludesIntroduced()
        || !range.lastAffected().isEmpty()
        || range.fixed().equals("0")) {
      return 0;
    }
    byte[] fixed = range.fixed().getBytes(UTF_8);
    return PlainVersion.of(fixed, 0, fixed.length);
  }

  /// What was taken in since the last call.
  byte[] end() {
    Packer packer = new Packer().number((long) longest.size() + ranges.size());
    longest.values().forEach(range -> pack(packer, range));
    ranges.forEach(range -> pack(packer, range));
    packer.texts(List.copyOf(versions));
    longest.clear();
    ranges.clear();
    versions.clear();
    return packer.toBytes();
  }

  private static void pack(Packer packer, AffectedRange range) {
    packer.number(
        (range.introduced().isEmpty() ? 0 : KeyTable.INTRODUCED)
            | (range.excludesIntroduced() ? KeyTable.EXCLUDED : 0)
            | (range.fixed().isEmpty() ? 0 : KeyTable.FIXED)
            | (range.lastAffected().isEmpty() ? 0 : KeyTable.LAST));
    text(packer, range.introduced());
    text(packer, range.fixed());
    text(packer, range.lastAffected());
  }

  private static void text(Packer packer, String text) {
    if (!text.isEmpty()) {
      packer.text(text);
    }
  }
}
