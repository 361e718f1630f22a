package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Component;
import dev.assay.model.Digest;
import dev.assay.model.Evidence;
import dev.assay.model.Finding;
import dev.assay.model.ImageFacts;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import dev.assay.model.Purl;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Unscanned;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Names for reports, artifacts, packages and findings that are computed from what they name, so
/// that the same scan gives the same names.
final class Identity {
  private static final int UID_BYTES = 8;

  private Identity() {}

  /// A UUID made of what was scanned, the database, the flags and the evidence's grade: two reports
  /// with the same one say the same.
  ///
  /// Source: RFC 9562, section 5.8 (version 8)
  static String ofReport(Report report, ReportOptions options) {
    String text =
        String.join(
            "\n",
            report.image().map(i -> i.manifestDigest().toString()).orElseGet(() -> content(report)),
            report.artifactName(),
            report.database().digest().map(Digest::toString).orElse(""),
            report.evidence().map(Evidence::grade).map(Enum::name).orElse(""),
            "list-all-pkgs=" + options.listAllPackages(),
            "show-suppressed=" + options.showSuppressed(),
            String.join("\n", options.flags()));
    ByteBuffer hash = ByteBuffer.wrap(HexFormat.of().parseHex(sha256(text)));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /// What stands for a digest where there is no image: every component and where it is.
  private static String content(Report report) {
    StringBuilder all = new StringBuilder();
    for (Placed placed : report.inventory().components()) {
      Component c = placed.component();
      all.append(c.foundBy())
          .append('\t')
          .append(c.id())
          .append('\t')
          .append(c.path())
          .append('\n');
    }
    return sha256(all.toString());
  }

  /// The artifact's own: of the image id and the repository, so that the same image under another
  /// tag is the same artifact.
  static String ofArtifact(Report report) {
    String text =
        report
            .image()
            .map(image -> image.configDigest() + ":" + repository(image))
            .orElseGet(() -> report.artifactType() + ":" + report.artifactName());
    return "sha256:" + sha256(text);
  }

  /// Where something scanned belongs, whatever its version: an image's repository.
  static String place(ScanResult result) {
    return switch (result) {
      case Report report -> report.image().map(Identity::repository).orElse(report.artifactName());
      case Unscanned image when image.artifactType().equals("container_image") ->
          repository(image.artifactName());
      case Unscanned other -> other.artifactName();
    };
  }

  /// `host/repository` of a reference, without tag and digest.
  static String repository(ImageFacts image) {
    return repository(image.reference());
  }

  /// The same of a reference as text.
  static String repository(String reference) {
    String name = reference;
    int at = name.indexOf('@');
    if (at >= 0) {
      name = name.substring(0, at);
    }
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }

  /// A component's package URL; empty where its name cannot be in one.
  static String purl(Component component, Optional<OperatingSystem> system) {
    return Purl.of(component, system).map(Purl::toString).orElse("");
  }

  /// The one of a finding in an artifact.
  static String ofFinding(String artifactId, String target, Finding finding) {
    String text =
        String.join(
            ":",
            List.of(
                artifactId,
                target,
                finding.placed().component().id(),
                finding.vulnerability().id()));
    return "sha256:" + sha256(text);
  }

  /// Tells two places of the same package apart: 16 hex digits.
  static String ofComponent(Component component) {
    String text =
        component.type().purlType()
            + '\n'
            + component.foundBy()
            + '\n'
            + component.name()
            + '\n'
            + component.version()
            + '\n'
            + component.architecture()
            + '\n'
            + component.path();
    return HexFormat.of().formatHex(Digest.sha256Bytes(text.getBytes(UTF_8)), 0, UID_BYTES);
  }

  /// The SHA-256 of a text, as hex digits.
  static String sha256(String text) {
    return Digest.sha256(text.getBytes(UTF_8)).hex();
  }
}
