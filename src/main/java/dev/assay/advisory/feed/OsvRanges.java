package dev.assay.advisory.feed;

import dev.assay.format.json.Json;
import dev.assay.model.AffectedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The ranges of an `affected` entry. Events stand in the order of their versions, as the schema
/// recommends and every publisher does; where they are grouped instead (first all `introduced`),
/// they pair up one by one. Ranges of commits are not ours.
///
/// Source: <https://ossf.github.io/osv-schema/#affectedrangesevents-fields>
final class OsvRanges {
  private OsvRanges() {}

  private record End(String kind, String version) {}

  static List<AffectedRange> of(Json affected) {
    List<AffectedRange> ranges = new ArrayList<>();
    for (Json range : affected.at("ranges").items()) {
      if (!range.text("type").equals("GIT")) {
        ranges.addAll(range(range.at("events").items()));
      }
    }
    return ranges.stream().distinct().toList();
  }

  private static List<AffectedRange> range(List<Json> events) {
    List<String> starts = new ArrayList<>();
    List<End> ends = new ArrayList<>();
    boolean isAlternating = true;
    for (Json event : events) {
      for (Map.Entry<String, Json> each : event.members().entrySet()) {
        String version = each.getValue().text();
        switch (each.getKey()) {
          case "introduced" -> {
            isAlternating &= starts.size() == ends.size();
            starts.add(version.equals("0") ? "" : version);
          }
          case "fixed", "last_affected", "limit" -> {
            if (!version.equals("*")) {
              isAlternating &= starts.size() == ends.size() + 1;
              ends.add(new End(each.getKey(), version));
            }
          }
          default -> {}
        }
      }
    }
    return isAlternating || starts.size() == ends.size()
        ? paired(starts, ends)
        : open(starts, ends);
  }

  private static List<AffectedRange> paired(List<String> starts, List<End> ends) {
    List<AffectedRange> ranges = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      ranges.add(
          i < ends.size()
              ? range(starts.get(i), ends.get(i))
              : new AffectedRange(starts.get(i), "", ""));
    }
    return ranges;
  }

  /// More of one kind than of the other: a second `introduced` inside a range adds nothing, nor
  /// does a second end behind it.
  private static List<AffectedRange> open(List<String> starts, List<End> ends) {
    if (starts.isEmpty()) {
      return List.of();
    }
    return List.of(
        ends.isEmpty()
            ? new AffectedRange(starts.getFirst(), "", "")
            : range(starts.getFirst(), ends.getFirst()));
  }

  private static AffectedRange range(String start, End end) {
    return end.kind().equals("last_affected")
        ? new AffectedRange(start, "", end.version())
        : new AffectedRange(start, end.version(), "");
  }
}
