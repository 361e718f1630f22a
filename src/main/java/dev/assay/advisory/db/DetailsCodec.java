package dev.assay.advisory.db;

import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.Rating;
import dev.assay.model.Vulnerability;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Details as a record. It begins with 0, or, where the key is an alias or one of a bundle, it is 1
/// and the key of the record itself.
///
/// Times are seconds since 1900 (0: unknown), scores tenths, EPSS millionths plus one (0: unknown).
final class DetailsCodec {
  private static final long EPOCH_1900 = -2_208_988_800L;

  private DetailsCodec() {}

  static byte[] packReference(String key) {
    return new Packer().number(1).text(key).toBytes();
  }

  /// The key a reference leads to, or empty where the record holds the details themselves; either
  /// way the record stands behind its first number.
  static Optional<String> reference(Unpacker record) throws Unpacker.Damaged {
    return record.number() == 0 ? Optional.empty() : Optional.of(record.text());
  }

  static byte[] pack(Details details) {
    Vulnerability vulnerability = details.vulnerability();
    Packer packer =
        new Packer()
            .number(0)
            .text(details.source().id())
            .texts(details.bundled())
            .text(vulnerability.id())
            .texts(vulnerability.aliases())
            .text(vulnerability.title())
            .text(vulnerability.description())
            .texts(vulnerability.references())
            .texts(vulnerability.cweIds())
            .number(vulnerability.ratings().size());
    for (Rating rating : vulnerability.ratings()) {
      packer.text(rating.source()).number(AdvisoryCodec.SEVERITIES.indexOf(rating.severity()));
      packer.number(rating.vectors().size());
      for (Cvss cvss : rating.vectors()) {
        packer.text(cvss.version()).text(cvss.vector()).number(Math.round(cvss.score() * 10));
      }
    }
    return packer
        .number(seconds(vulnerability.published()))
        .number(seconds(vulnerability.modified()))
        .text(vulnerability.exploitedSince())
        .number(vulnerability.epss().map(p -> Math.round(p * 1e6) + 1).orElse(0L))
        .toBytes();
  }

  /// Reads what stands behind the first number.
  static Details unpack(Unpacker record, Function<String, DataSource> sources)
      throws Unpacker.Damaged {
    DataSource source = sources.apply(record.text());
    List<String> bundled = record.texts();
    Vulnerability vulnerability =
        new Vulnerability(
            record.text(),
            record.texts(),
            record.text(),
            record.text(),
            record.texts(),
            record.texts(),
            ratings(record),
            time(record.number()),
            time(record.number()),
            record.text(),
            probability(record.number()));
    return new Details(source, vulnerability, bundled);
  }

  private static List<Rating> ratings(Unpacker record) throws Unpacker.Damaged {
    int count = record.count();
    List<Rating> ratings = new ArrayList<>(Math.min(count, Unpacker.MAX_AHEAD));
    for (int i = 0; i < count; i++) {
      ratings.add(
          new Rating(
              record.text(), AdvisoryCodec.one(AdvisoryCodec.SEVERITIES, record), vectors(record)));
    }
    return ratings;
  }

  private static List<Cvss> vectors(Unpacker record) throws Unpacker.Damaged {
    int count = record.count();
    List<Cvss> vectors = new ArrayList<>(Math.min(count, Unpacker.MAX_AHEAD));
    for (int i = 0; i < count; i++) {
      vectors.add(new Cvss(record.text(), record.text(), record.number() / 10.0));
    }
    return vectors;
  }

  private static long seconds(Optional<Instant> time) {
    return time.map(t -> Math.max(0, t.getEpochSecond() - EPOCH_1900)).orElse(0L);
  }

  private static Optional<Instant> time(long seconds) throws Unpacker.Damaged {
    if (seconds == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.ofEpochSecond(Math.addExact(seconds, EPOCH_1900)));
    } catch (DateTimeException | ArithmeticException e) {
      throw new Unpacker.Damaged("a time is out of range");
    }
  }

  private static Optional<Double> probability(long millionths) {
    return millionths == 0 ? Optional.empty() : Optional.of((millionths - 1) / 1e6);
  }
}
