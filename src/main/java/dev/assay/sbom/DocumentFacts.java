package dev.assay.sbom;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.Gap;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.sbom.Sbom.SystemName;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Facts that are about no component: the layers, each a line `DIGEST DIFFID SIZE INSTRUCTION`;
/// what could not be read, `POSITION PATH|PROBLEM`; and what a name and a release leave open about
/// the distribution.
final class DocumentFacts {
  static final String LAYER = Facts.PREFIX + "layer";
  static final String GAP = Facts.PREFIX + "gap";

  private static final String FAMILY = Facts.PREFIX + "family";
  private static final String RELEASE = Facts.PREFIX + "release";
  private static final String CODENAME = Facts.PREFIX + "codename";
  private static final String END_OF_LIFE = Facts.PREFIX + "end-of-life";

  private DocumentFacts() {}

  static String of(Layer layer) {
    return layer.digest()
        + " "
        + layer.diffId()
        + " "
        + layer.sizeBytes()
        + " "
        + Plain.encode(layer.createdBy());
  }

  static String of(Gap gap) {
    return gap.position() + " " + Plain.encode(gap.path()) + "|" + Plain.encode(gap.problem());
  }

  static SortedMap<String, String> of(OperatingSystem system) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put(FAMILY, Plain.encode(system.family()));
    facts.put(RELEASE, Plain.encode(system.name()));
    facts.put(CODENAME, Plain.encode(system.codename()));
    facts.put(END_OF_LIFE, system.endOfLife().map(LocalDate::toString).orElse(""));
    return facts;
  }

  /// A layer as `of` wrote it; empty for anything else.
  static Optional<Layer> layer(String text) {
    String[] parts = text.split(" ", 4);
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      String createdBy = parts.length > 3 ? Plain.decode(parts[3]) : "";
      return Optional.of(
          new Layer(
              Digest.parse(parts[0]), Digest.parse(parts[1]), Long.parseLong(parts[2]), createdBy));
    } catch (InputFailure | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// A gap as `of` wrote it; empty for anything else.
  static Optional<Gap> gap(String text) {
    int space = text.indexOf(' ');
    int bar = text.indexOf('|', space + 1);
    if (space < 1 || bar < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Gap(
              Plain.decode(text.substring(space + 1, bar)),
              Long.parseLong(text.substring(0, space)),
              Plain.decode(text.substring(bar + 1))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// The distribution by its name and release, and by its facts where it has some.
  static SystemName system(String id, String release, Map<String, String> facts) {
    Optional<OperatingSystem> known =
        Optional.ofNullable(facts.get(FAMILY))
            .map(family ->
                new OperatingSystem(
                    Plain.decode(family),
                    decoded(RELEASE, facts),
                    decoded(CODENAME, facts),
                    day(facts.getOrDefault(END_OF_LIFE, ""))));
    return new SystemName(id, release, known);
  }

  private static String decoded(String name, Map<String, String> facts) {
    return Plain.decode(facts.getOrDefault(name, ""));
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// Lays a fact of the document into what is read; others are left out.
  static void take(String name, String value, List<Layer> layers, List<Gap> gaps) {
    if (name.equals(LAYER)) {
      layer(value).ifPresent(layers::add);
    } else if (name.equals(GAP)) {
      gap(value).ifPresent(gaps::add);
    }
  }
}
