package dev.assay.advisory;

import dev.assay.advisory.db.Manifest;
import dev.assay.model.Gap;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of reading a source.
///
/// @param source its digest, date and counts, as the manifest has them
/// @param advisories how many: one for each package and vulnerability, before doubles go
/// @param details how many vulnerabilities it told something about
/// @param gaps the first of those counted in `source`
/// @param skipped how much was left out on purpose, by reason
public record SourceReading(
    Manifest.Source source,
    long advisories,
    long details,
    List<Gap> gaps,
    SortedMap<String, Long> skipped) {
  public SourceReading {
    gaps = List.copyOf(gaps);
    skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
  }
}
