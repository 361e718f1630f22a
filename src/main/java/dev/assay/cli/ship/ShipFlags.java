package dev.assay.cli.ship;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GateFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.cli.flag.VulnerabilityFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.sbom.BillFormat;
import dev.assay.scan.ScanOptions.Gate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What `ship` takes besides what a scan and a signature take.
final class ShipFlags {
  static final Flag TO =
      Flag.text("to", "REF2", "where the image goes, with the tag it gets there")
          .from(Origin.ASSAY);
  static final Flag DRY_RUN =
      Flag.toggle("dry-run", "scan and hold to the gate, say what would be done, write nothing")
          .from(Origin.ASSAY);
  static final Flag PLATFORM =
      Flag.text("platform", "OS/ARCH", "one image of an index, instead of all of it")
          .from(Origin.ASSAY);
  static final Flag SBOM =
      Flag.of(
              Kind.LIST,
              "sbom",
              "FORMAT,…",
              "bills of materials to attach: spdx-json, cyclonedx-json; @1.5 for an edition")
          .orElse("spdx-json,cyclonedx-json")
          .from(Origin.ASSAY);

  static final FlagGroup GROUP =
      new FlagGroup("Ship", List.of(TO, DRY_RUN, PLATFORM, SBOM, VerifyFlags.POLICY));

  private ShipFlags() {}

  /// The formats of the bills.
  ///
  /// @throws UsageFailure for one that no statement can hold
  static List<BillFormat> bills(Settings settings) {
    return settings.list(SBOM).stream().map(ShipFlags::bill).distinct().toList();
  }

  private static BillFormat bill(String word) {
    return BillFormat.of(word)
        .filter(format -> format.form() == BillFormat.Form.JSON)
        .orElseThrow(() ->
            new UsageFailure(
                "cannot attach a bill of materials as `" + word + "`",
                "one of cyclonedx-json and spdx-json"));
  }

  /// Findings are a reason to stop unless the user says otherwise: by `--exit-code 0`, or by rules
  /// and no word about which findings count.
  static Gate gate(Settings settings, Gate said) {
    boolean isAboutFindings =
        Stream.of(
                VulnerabilityFlags.SEVERITY,
                VulnerabilityFlags.IGNORE_UNFIXED,
                VulnerabilityFlags.IGNORE_STATUS)
            .anyMatch(settings::isSet);
    boolean isStrict = isAboutFindings || settings.list(VerifyFlags.POLICY).isEmpty();
    return settings.isSet(GateFlags.EXIT_CODE) || !isStrict
        ? said
        : new Gate(Optional.of(1), said.exitOnEndOfLife(), said.evidence());
  }

  /// The exit code where a rule does not hold.
  static int refusal(Settings settings) {
    return settings.number(GateFlags.EXIT_CODE).filter(code -> code != 0).orElse(1);
  }
}
