package dev.assay.report;

import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.Report;
import dev.assay.model.Vulnerability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Samples made long.
final class LongTexts {
  private LongTexts() {}

  /// One finding with that description.
  static Report described(String description) {
    Finding finding = Samples.alpine().findings().getFirst();
    return findings(List.of(of(finding, finding.vulnerability().id(), description)));
  }

  /// One mild finding, then as many grave ones of other vulnerabilities.
  static Report oneMildAndGraveOnes(int grave) {
    Finding mild = Samples.debian().findings().getFirst();
    Finding bad = Samples.alpine().findings().getFirst();
    List<Finding> findings = new ArrayList<>(List.of(mild));
    for (int i = 0; i < grave; i++) {
      findings.add(of(bad, "CVE-2021-" + (10_000 + i), ""));
    }
    return findings(findings);
  }

  private static Report findings(List<Finding> findings) {
    Inventory empty = new Inventory(Optional.empty(), List.of(), List.of());
    return Samples.image(
        "registry.example/x:1", Optional.empty(), empty, findings, List.of(), List.of());
  }

  private static Finding of(Finding like, String id, String description) {
    Vulnerability v = like.vulnerability();
    return new Finding(
        like.placed(),
        new Vulnerability(
            id,
            v.aliases(),
            v.title(),
            description,
            v.references(),
            v.cweIds(),
            v.ratings(),
            v.published(),
            v.modified(),
            v.exploitedSince(),
            v.epss()),
        like.advisories(),
        like.rule(),
        like.fixedVersion(),
        like.status(),
        like.severity(),
        like.severitySource());
  }
}
