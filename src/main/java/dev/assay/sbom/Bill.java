package dev.assay.sbom;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import dev.assay.model.Finding;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.Placed;
import dev.assay.model.Report;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What a bill of materials says, whatever the format. Nothing in it depends on when or where it is
/// written.
///
/// @param name of what it lists, as the user typed it
/// @param isImage whether that is a container image
/// @param image the image's own facts
/// @param inventory what is in it
/// @param findings what is known to be wrong with it; empty where nobody asked
/// @param database what the findings rest on
/// @param created the date it bears, in whole seconds
/// @param version of this program
public record Bill(
    String name,
    boolean isImage,
    Optional<ImageFacts> image,
    Inventory inventory,
    List<Finding> findings,
    DatabaseFacts database,
    Instant created,
    String version) {
  public Bill {
    findings = List.copyOf(findings);
  }

  /// The bill of what was scanned. It bears the date that is given, else the day the image was
  /// made, else the beginning of 1970.
  ///
  /// @param date from `SOURCE_DATE_EPOCH`
  public static Bill of(Report report, Optional<Instant> date, String version) {
    return new Bill(
        report.artifactName(),
        report.artifactType().equals("container_image"),
        report.image(),
        report.inventory(),
        report.findings(),
        report.database(),
        date.or(() -> report.image().flatMap(Bill::made))
            .orElse(Instant.EPOCH)
            .truncatedTo(ChronoUnit.SECONDS),
        version.isEmpty() ? "0" : version);
  }

  private static Optional<Instant> made(ImageFacts image) {
    try {
      byte[] config = image.configJson().getBytes(StandardCharsets.UTF_8);
      Instant created = Instant.parse(Json.parse(config, "image configuration").text("created"));
      boolean isSet = created.isAfter(Instant.EPOCH) && created.isBefore(LAST);
      return isSet ? Optional.of(created) : Optional.empty();
    } catch (InputFailure | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// Years of five digits are written in another way.
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /// The layers, lowest first.
  List<Layer> layers() {
    Set<Layer> layers = new LinkedHashSet<>();
    image.ifPresent(facts -> layers.addAll(facts.layers()));
    for (Placed placed : inventory.components()) {
      placed.layer().ifPresent(layers::add);
    }
    return List.copyOf(layers);
  }

  /// The database that findings rest on; empty where there are none.
  String basis() {
    return findings.isEmpty() ? "" : database.digest().map(Digest::toString).orElse("");
  }

  /// A UUID of what it says: two bills with the same one say the same.
  ///
  /// Source: RFC 9562, section 5.8 (version 8)
  ///
  /// @param references of the components
  UUID identity(References references) {
    StringBuilder text = new StringBuilder();
    text.append(name).append('\n').append(created).append('\n').append(version).append('\n');
    image.ifPresent(facts -> text.append(facts.manifestDigest()).append('\n'));
    inventory.operatingSystem().ifPresent(system -> text.append(system).append('\n'));
    for (int i = 0; i < inventory.components().size(); i++) {
      text.append(references.hash(i)).append('\n');
    }
    inventory.gaps().forEach(gap -> text.append(gap).append('\n'));
    text.append(basis()).append('\n');
    findings.forEach(finding -> text.append(finding.vulnerability().id()).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer hash = ByteBuffer.wrap(HexFormat.of().parseHex(Digest.sha256(bytes).hex()));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
