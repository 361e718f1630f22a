package dev.assay.report;

import dev.assay.failure.InputFailure;
import dev.assay.model.Component;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Purl;
import java.util.Optional;

/// Package URLs for reports, which must be written whatever an image calls its packages.
final class Purls {
  private Purls() {}

  /// The component's package URL; empty where its name cannot be in one.
  static String of(Component component, Optional<OperatingSystem> system) {
    try {
      return Purl.of(component, system).toString();
    } catch (InputFailure e) {
      return "";
    }
  }
}
