package dev.assay.advisory.feed;

import dev.assay.format.json.Json;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.RedHatProduct;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An `affected` entry of a CVE record of Red Hat's: a source package in a product, which its CPEs
/// name. The `defaultStatus` is that of all builds; the one from which on it is unaffected has the
/// fix. A module's package is called `virt:av/qemu-kvm`; of a module that is called `virt:rhel`
/// alone, the packages are not named.
final class RedHatAffected {
  private static final String PACKAGES =
      "https://access.redhat.com/downloads/content/package-browser/";

  private final Json container;
  private final Json affected;

  RedHatAffected(Json container, Json affected) {
    this.container = container;
    this.affected = affected;
  }

  /// Whether it is about rpm packages, and by Red Hat.
  static boolean isOne(Json container, Json affected) {
    return container.at("providerMetadata").text("shortName").equals("redhat")
        && affected.text("collectionURL").equals(PACKAGES);
  }

  void read(String cve, FeedSink sink) throws IOException {
    Set<Ecosystem> releases = releases();
    String name = affected.text("packageName");
    int slash = name.indexOf('/');
    Optional<Advisory> advisory = advisory(cve, name.substring(slash + 1), name);
    if (releases.isEmpty()) {
      sink.skip("another product of Red Hat's");
    } else if (name.isEmpty() || (slash < 0 && name.indexOf(':') >= 0)) {
      sink.skip("a module without its packages");
    } else if (advisory.isEmpty()) {
      sink.skip("a package that Red Hat says nothing of");
    } else {
      for (Ecosystem release : releases) {
        sink.advisory(release, advisory.get());
      }
    }
  }

  /// The streams that it is about.
  private Set<Ecosystem> releases() {
    Set<Ecosystem> releases = new LinkedHashSet<>();
    for (String cpe : affected.texts("cpes")) {
      RedHatProduct.parse(cpe).flatMap(RedHatProduct::stream).ifPresent(releases::add);
    }
    return releases;
  }

  private Optional<Advisory> advisory(String cve, String name, String fullName) {
    Optional<String> fixed =
        affected.at("versions").items().stream()
            .filter(version -> version.text("status").equals("unaffected"))
            .filter(version -> version.text("lessThan").equals("*"))
            .map(version -> version.text("version"))
            .filter(version -> !version.isEmpty())
            .findFirst();
    Status status =
        switch (affected.text("defaultStatus")) {
          case "affected" -> fixed.isPresent() ? Status.FIXED : Status.AFFECTED;
          case "unaffected" -> Status.NOT_AFFECTED;
          default -> Status.UNKNOWN;
        };
    if (status == Status.UNKNOWN || (status == Status.NOT_AFFECTED && fixed.isPresent())) {
      return Optional.empty();
    }
    List<AffectedRange> ranges =
        status == Status.NOT_AFFECTED
            ? List.of()
            : List.of(fixed.map(AffectedRange::before).orElse(AffectedRange.ALL));
    int slash = fullName.indexOf('/');
    String note = slash < 0 ? "" : Advisory.moduleNote(List.of(fullName.substring(0, slash)));
    return Optional.of(
        new Advisory(
            cve,
            List.of(),
            List.of(),
            DataSources.REDHAT,
            name,
            ranges,
            List.of(),
            status,
            severity(),
            note));
  }

  private Severity severity() {
    return container.at("metrics").items().stream()
        .map(metric -> metric.at("other"))
        .filter(other -> other.text("type").equals("Red Hat severity rating"))
        .map(other -> Words.severity(other.at("content").text("value")))
        .findFirst()
        .orElse(Severity.UNKNOWN);
  }
}
