package dev.assay.policy;

import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.util.List;
import java.util.Optional;

/// Findings to judge.
final class Samples {
  private Samples() {}

  static Finding finding(String id, Severity severity, Status status) {
    Component component =
        Component.of(PackageType.NPM, "node-pkg", "@scope/lib", "1.2.3")
            .path("app/node_modules/@scope/lib/package.json")
            .build();
    String fixed = status == Status.FIXED ? "2.0.0" : "";
    return new Finding(
        new Placed(component, Optional.empty()),
        vulnerability(id),
        List.of(),
        "npm",
        fixed,
        status,
        severity,
        "ghsa");
  }

  static Finding high(String id) {
    return finding(id, Severity.HIGH, Status.FIXED);
  }

  private static Vulnerability vulnerability(String id) {
    return new Vulnerability(
        id,
        List.of("GHSA-" + id.substring(4), "SNYK-1"),
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }
}
