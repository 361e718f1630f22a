package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.report.ReportOptions;
import dev.assay.scan.ScanOptions.Reporting;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// What `bom` writes, and where.
public final class BomFlags {
  /// Syft's form of the flag.
  public static final Flag OUTPUT =
      Flag.of(
              Kind.REPEATED,
              "output",
              "FORMAT[=FILE]",
              "cyclonedx-json, cyclonedx-xml, spdx-json, spdx-tag-value; @1.5 for an edition")
          .letter("o")
          .orElse("cyclonedx-json")
          .from(Origin.ASSAY);

  public static final FlagGroup GROUP = new FlagGroup("Report", List.of(OUTPUT));

  private BomFlags() {}

  /// What was asked for, with places that can be written to.
  public static Reporting read(Settings settings) {
    ReportOptions options =
        new ReportOptions(
            true,
            false,
            false,
            EnumSet.allOf(ReportOptions.TablePart.class),
            ReportOptions.Page.FILE,
            List.of(),
            Version.number(),
            ReportFlags.date(settings.environment()));
    return new Reporting(
        OutputPlan.of(settings, OUTPUT).outputs(), options, Optional.empty(), false);
  }
}
