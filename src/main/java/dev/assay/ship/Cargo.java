package dev.assay.ship;

import dev.assay.format.json.Json;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Report;
import dev.assay.registry.Descriptor;
import dev.assay.registry.PulledManifest;
import dev.assay.report.ReportOptions;
import dev.assay.report.VulnPredicate;
import dev.assay.sbom.Bill;
import dev.assay.sbom.BillFormat;
import dev.assay.sbom.BillWriter;
import dev.assay.scan.Inspection.Inspected;
import dev.assay.sign.crypto.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What goes along with an image: its bills of materials, and what the scan found, each about a
/// digest. Names are those of the destination, by digest, so that the same image gives the same
/// bytes whatever tag it came from.
final class Cargo {
  static final String CYCLONEDX = "application/vnd.cyclonedx+json";
  static final String SPDX = "application/spdx+json";
  static final String REPORT = "application/vnd.assay.report.v1+json";

  /// A scan with the same outcome is said anew once a day.
  private static final Duration FRESH = Duration.ofHours(24);

  private static final List<String> OF_THE_GATE =
      List.of("severity=", "ignore-unfixed=", "ignore-status=", "list-all-pkgs=");

  private final Order order;
  private final PulledManifest top;
  private final Map<Descriptor, Inspected> images = new LinkedHashMap<>();
  private final Map<Descriptor, VulnPredicate> scans = new LinkedHashMap<>();
  private final VulnPredicate.Invocation invocation;

  /// @param inspected at least one image
  Cargo(
      Order order,
      PulledManifest top,
      List<Inspected> inspected,
      VulnPredicate.Invocation invocation) {
    this.order = order;
    this.top = top;
    this.invocation = invocation;
    List<Report> reports = new ArrayList<>();
    for (Inspected image : inspected) {
      Descriptor descriptor = descriptor(image);
      Report report = named(image.complete(), descriptor.digest());
      reports.add(report);
      images.put(descriptor, image);
      scans.put(descriptor, VulnPredicate.of(report, options(image)));
    }
    String name = name(top.digest());
    scans.computeIfAbsent(
        top.descriptor(), index -> VulnPredicate.of(name, reports, options(inspected.getFirst())));
  }

  private Descriptor descriptor(Inspected image) {
    return image.image().digest().filter(top.digest()::equals).isPresent()
        ? top.descriptor()
        : order.source().registry().manifest(image.image()).descriptor();
  }

  /// What was learnt of each image.
  Collection<Inspected> images() {
    return Collections.unmodifiableCollection(images.values());
  }

  /// What was found, about each image, and about the index that holds them.
  Map<Descriptor, VulnPredicate> scans() {
    return Collections.unmodifiableMap(scans);
  }

  /// The bills of materials.
  List<Document> bills() {
    List<Document> documents = new ArrayList<>();
    images.forEach((descriptor, image) ->
        order.bills().forEach(format -> documents.add(bill(image, descriptor, format))));
    return documents;
  }

  private Document bill(Inspected image, Descriptor descriptor, BillFormat format) {
    Bill bill =
        Bill.of(
            named(image.listing(), descriptor.digest()),
            order.options().date(),
            order.options().version());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BillWriter.write(bill, format, out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    boolean isSpdx = format.standard() == BillFormat.Standard.SPDX;
    return new Document(
        descriptor,
        (isSpdx ? "spdx-json " : "cyclonedx-json ") + format.edition(),
        isSpdx ? SPDX : CYCLONEDX,
        isSpdx ? "bom.spdx.json" : "bom.cdx.json",
        isSpdx ? "spdxjson" : "cyclonedx",
        bill.created().toString(),
        Octets.of(out.toByteArray()));
  }

  /// The scan's report, for where nothing is signed.
  List<Document> reports() {
    List<Document> documents = new ArrayList<>();
    scans.forEach((descriptor, scan) ->
        documents.add(
            new Document(
                descriptor,
                "scan report",
                REPORT,
                "scan.json",
                "vuln",
                scan.database().builtAt().toString(),
                Octets.of(scan.report()))));
    return documents;
  }

  /// What the scan says of all that was named.
  byte[] predicate() {
    return write(scans.getOrDefault(top.descriptor(), scans.values().iterator().next()));
  }

  /// The document that is signed.
  byte[] write(VulnPredicate scan) {
    return scan.write(invocation);
  }

  /// Whether an earlier statement will do: it says the same, and not long ago.
  boolean isCurrent(VulnPredicate scan, Json said) {
    if (!said.at("scanner").equals(scan.scanner())) {
      return false;
    }
    try {
      Instant before = Instant.parse(said.at("metadata").text("scanFinishedOn"));
      return before.plus(FRESH).isAfter(invocation.finished());
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /// Everything that was found stands in it; packages stand in the bill of materials.
  private ReportOptions options(Inspected image) {
    ReportOptions said = order.options();
    List<String> flags =
        said.flags().stream()
            .filter(flag -> OF_THE_GATE.stream().noneMatch(flag::startsWith))
            .toList();
    return new ReportOptions(
            false,
            true,
            false,
            EnumSet.allOf(ReportOptions.TablePart.class),
            ReportOptions.Page.FILE,
            flags,
            said.version())
        .and(image.rules());
  }

  /// As the destination calls it; where that is a folder on this machine, as the source does.
  private String name(Digest digest) {
    ImageRef target = order.target().ref();
    return (target.isLayout() ? order.source().ref() : target).at(digest).toString();
  }

  private Report named(Report report, Digest digest) {
    return report.named(name(digest));
  }

  /// For a line: what the scan rests on.
  static String words(DatabaseFacts database) {
    return database
        .digest()
        .map(digest -> "database " + digest + " of " + database.builtAt())
        .orElse("no database needed");
  }
}
