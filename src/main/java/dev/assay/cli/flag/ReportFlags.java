package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.report.ReportOptions;
import dev.assay.report.ReportOptions.Page;
import dev.assay.report.ReportOptions.TablePart;
import dev.assay.sbom.BillFormat;
import dev.assay.scan.ScanOptions.Output;
import dev.assay.scan.ScanOptions.Receipts;
import dev.assay.scan.ScanOptions.Reporting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is written, and where.
public final class ReportFlags {
  public static final Flag FORMAT =
      Flag.of(
              Kind.REPEATED,
              "format",
              "FORMAT[=FILE]",
              "table, json, sarif, ids, cyclonedx, spdx-json, …; again for several outputs")
          .letter("f")
          .orElse("table")
          .key("format")
          .note("may be given several times, each with its own file");
  public static final Flag OUTPUT =
      Flag.of(Kind.REPEATED, "output", "FILE", "where the format without a file of its own goes")
          .letter("o")
          .key("output")
          .note("`plugin=…` is not built yet");
  public static final Flag LIST_ALL_PKGS =
      Flag.toggle("list-all-pkgs", "packages without findings in JSON too")
          .orElse("true")
          .key("list-all-pkgs");
  public static final Flag SHOW_SUPPRESSED =
      Flag.toggle("show-suppressed", "show what the ignore file took out, and why")
          .key("scan.show-suppressed");
  public static final Flag DEPENDENCY_TREE =
      Flag.toggle("dependency-tree", "show who needs a vulnerable package").key("dependency-tree");
  public static final Flag TABLE_MODE =
      Flag.list("table-mode", "PART,…", "parts of the table: summary, detailed")
          .words(List.of("summary", "detailed"))
          .orElse("summary,detailed")
          .key("table-mode");
  public static final Flag EXPLAIN_BYTES =
      Flag.of(
              Kind.OPTIONAL,
              "explain-bytes",
              "FILE",
              "list each request and the bytes it moved (on stderr, or in FILE)")
          .from(Origin.ASSAY);

  public static final FlagGroup GROUP =
      new FlagGroup(
          "Report",
          List.of(
              FORMAT,
              OUTPUT,
              LIST_ALL_PKGS,
              SHOW_SUPPRESSED,
              DEPENDENCY_TREE,
              TABLE_MODE,
              EXPLAIN_BYTES));

  /// Where nothing is moved.
  public static final FlagGroup CONVERT_GROUP =
      new FlagGroup(
          "Report",
          List.of(FORMAT, OUTPUT, LIST_ALL_PKGS, SHOW_SUPPRESSED, DEPENDENCY_TREE, TABLE_MODE));

  /// The flags that decide what a report says.
  private static final List<Flag> DECISIVE =
      List.of(
          AnalysisFlags.DISTRO,
          VulnerabilityFlags.IGNORE_STATUS,
          VulnerabilityFlags.IGNORE_UNFIXED,
          AnalysisFlags.INCLUDE_DEV_DEPS,
          AnalysisFlags.LIMIT,
          AnalysisFlags.MAX_IMAGE_SIZE,
          LIST_ALL_PKGS,
          AnalysisFlags.PKG_TYPES,
          AnalysisFlags.SCANNERS,
          VulnerabilityFlags.SEVERITY,
          SHOW_SUPPRESSED,
          AnalysisFlags.SKIP_DIRS,
          AnalysisFlags.SKIP_FILES,
          VulnerabilityFlags.SEVERITY_SOURCE);

  /// The last second of 9999: years of five digits are written in another way.
  private static final Instant LAST = Instant.ofEpochSecond(253_402_300_799L);

  private ReportFlags() {}

  /// What was asked for, with places that can be written to.
  ///
  /// @param standardOutput what it can show
  /// @throws dev.assay.failure.UsageFailure for an unknown format, or places that clash or are not
  ///   there
  public static Reporting read(Settings settings, Page standardOutput) {
    var outputs = OutputPlan.of(settings);
    Optional<Receipts> receipts =
        settings
            .optional(EXPLAIN_BYTES)
            .map(file -> new Receipts(file.map(name -> explained(settings, name, outputs))));
    return new Reporting(
        outputs.outputs(),
        options(settings, standardOutput),
        receipts,
        asksForFindings(settings, outputs.outputs()));
  }

  /// As in Trivy, a bill of materials is a list of what is there unless `--scanners` asks for more;
  /// SPDX has no place for more.
  private static boolean asksForFindings(Settings settings, List<Output> outputs) {
    boolean isSaid = settings.isSet(AnalysisFlags.SCANNERS);
    return settings.isSet(GateFlags.EXIT_CODE)
        || outputs.stream()
            .map(output -> BillFormat.of(output.format()).map(BillFormat::standard))
            .anyMatch(
                bill -> bill.isEmpty() || (isSaid && bill.get() == BillFormat.Standard.CYCLONEDX));
  }

  private static ReportOptions options(Settings settings, Page standardOutput) {
    return new ReportOptions(
        settings.isOn(LIST_ALL_PKGS),
        settings.isOn(SHOW_SUPPRESSED),
        settings.isOn(DEPENDENCY_TREE),
        settings.list(TABLE_MODE).stream()
            .map(word -> TablePart.valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(TablePart.class))),
        standardOutput,
        DECISIVE.stream().map(flag -> flag.name() + "=" + settings.shown(flag)).toList(),
        Version.number(),
        date(settings.environment()));
  }

  /// The day that documents bear where `SOURCE_DATE_EPOCH` fixes it.
  ///
  /// Source: <https://reproducible-builds.org/specs/source-date-epoch/>
  static Optional<Instant> date(Map<String, String> environment) {
    String epoch = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
    return epoch.matches("[0-9]{1,11}")
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch))).filter(d -> d.isBefore(LAST))
        : Optional.empty();
  }

  private static Path explained(Settings settings, String name, OutputPlan outputs) {
    Path file = Paths.of(name, settings.place(EXPLAIN_BYTES));
    outputs.claim(file, settings.place(EXPLAIN_BYTES));
    return file;
  }
}
