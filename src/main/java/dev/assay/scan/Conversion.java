package dev.assay.scan;

import dev.assay.analyze.os.NamedSystem;
import dev.assay.failure.ExitCode;
import dev.assay.failure.InputFailure;
import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Progress;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Suppressed;
import dev.assay.model.Unscanned;
import dev.assay.policy.Outcome;
import dev.assay.policy.Policy;
import dev.assay.policy.Verdict;
import dev.assay.report.ReportReader;
import dev.assay.sbom.BillFormat;
import dev.assay.scan.ScanOptions.EvidenceDemand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The use case behind `convert`: reports that were made before, judged and written as a scan's
/// are. Nothing is looked up anew, so that what a report does not say stays unsaid.
public final class Conversion {
  private final ScanOptions options;
  private final Policy policy;
  private final LocalDate today;

  private Conversion(ScanOptions options, Progress progress) {
    this.options = options;
    this.policy = Judging.policy(options, progress::warn);
    this.today = Session.today(options);
  }

  /// Converts the report of which the name is the only target, `-` for standard input.
  ///
  /// @return the exit code of the run, by the same rules as a scan's
  public static int convert(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    return new Conversion(options, progress)
        .run(options.subject().targets().getFirst(), progress, outputs);
  }

  private int run(String file, Progress progress, Outputs outputs) throws IOException {
    String name = ImageScan.inputName(file);
    List<ReportReader.Part> parts = read(file, name, outputs);
    if (parts.size() > 1) {
      Scan.checkForOne(options);
    }
    checkForBills(parts, name);
    List<ScanResult> results = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (ReportReader.Part part : parts) {
      switch (part.result()) {
        case Unscanned unscanned -> {
          results.add(unscanned);
          verdicts.add(verdict(unscanned));
        }
        case Report report -> {
          checkEvidence(report, name);
          Report known = system(report);
          Verdict verdict =
              policy.judge(known.findings(), known.inventory(), known.evidence(), today);
          results.add(judged(known, verdict, part));
          verdicts.add(verdict);
        }
      }
    }
    new ReportFiles(options, policy.rules(), progress).write(results, outputs);
    Scan.tellWhy(verdicts, outputs);
    Scan.tellGaps(results, options.reporting(), progress);
    return Verdict.exitCode(verdicts);
  }

  private static List<ReportReader.Part> read(String file, String name, Outputs outputs)
      throws IOException {
    if (file.equals("-")) {
      return ReportReader.read(outputs.standardInput(), name);
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return ReportReader.read(in, name);
    } catch (FileSystemException e) {
      throw Scan.unreadable(e);
    } catch (IOException e) {
      throw new InputFailure("cannot read " + name + ": " + e.getMessage());
    }
  }

  /// A bill that lists nothing but what is vulnerable would pass for one of everything.
  private void checkForBills(List<ReportReader.Part> parts, String name) {
    boolean isWhole = parts.stream().allMatch(ReportReader.Part::listsPackages);
    for (ScanOptions.Output output : options.reporting().outputs()) {
      if (!isWhole && BillFormat.of(output.format()).isPresent()) {
        throw new InputFailure(
            "cannot convert "
                + name
                + " to `"
                + output.format()
                + "`: it does not list the packages without findings",
            "make the report with --list-all-pkgs");
      }
    }
  }

  /// Of what a report of another program rests on, nobody knows.
  private void checkEvidence(Report report, String name) {
    boolean isAsked =
        options.gate().evidence().filter(demand -> demand != EvidenceDemand.ANY).isPresent();
    if (isAsked && report.image().isPresent() && report.evidence().isEmpty()) {
      throw new InputFailure(
          "cannot tell what the answer in " + name + " rests on: it has no evidence",
          "scan the image with `assay image`, or leave out --require-evidence");
    }
  }

  private static Verdict verdict(Unscanned unscanned) {
    Outcome outcome =
        unscanned.exitCode() == ExitCode.REMOTE.code() ? Outcome.REMOTE : Outcome.UNREADABLE;
    return new Verdict(
        List.of(), List.of(), outcome, unscanned.exitCode(), unscanned.problem(), List.of());
  }

  /// The day support ends, where it is known: a report says only whether it has.
  private static Report system(Report report) {
    Inventory inventory = report.inventory();
    Optional<OperatingSystem> known =
        inventory
            .operatingSystem()
            .map(os -> {
              Optional<LocalDate> end = NamedSystem.of(os.family(), os.name()).endOfLife();
              return new OperatingSystem(
                  os.family(), os.name(), os.codename(), end.or(os::endOfLife));
            });
    return report.with(new Inventory(known, inventory.components(), inventory.gaps()));
  }

  /// What was taken out before stays out, and visible.
  private Report judged(Report report, Verdict verdict, ReportReader.Part part) {
    List<Suppressed> suppressed = new ArrayList<>(verdict.suppressed());
    report.suppressed().stream()
        .filter(one -> policy.filter().keeps(one.finding()))
        .forEach(suppressed::add);
    Set<String> notices = new LinkedHashSet<>(report.notices());
    if (!part.isOurs()) {
      notices.add(
          "converted from another program's report, which does not say what was looked for, what"
              + " could not be looked at, nor what its answer rests on");
    }
    if (!part.listsPackages()) {
      notices.add("converted from a report that does not list the packages without findings");
    }
    notices.addAll(verdict.notices());
    List<Finding> kept = verdict.kept();
    return report.with(kept, suppressed).noting(List.copyOf(notices));
  }
}
