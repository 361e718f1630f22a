package dev.assay.report;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.Gap;
import dev.assay.model.ImageFacts;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Unscanned;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `sarif`: SARIF 2.1.0 as GitHub's code scanning takes it, a run for each artifact. A rule is a
/// vulnerability, a result is a finding; its place is the file that says the package is there, or
/// the image's repository for a distribution's packages: a path that is the same in every scan.
/// What was not looked at, and all notices, are notifications of the run's invocation.
///
/// GitHub refuses a run of more than 25,000 results and a file of more than 20 runs; it wants runs
/// of one tool to have categories of their own (`automationDetails.id`).
///
/// Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>,
/// <https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning>
public final class SarifWriter implements ReportWriter {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final int MAX_NOTIFICATIONS = 1_000;

  /// What GitHub takes in one file.
  public static final int MAX_RUNS = 20;

  private final ReportOptions options;

  /// A writer with the user's wishes.
  public SarifWriter(ReportOptions options) {
    this.options = options;
  }

  @Override
  public String format() {
    return "sarif";
  }

  @Override
  public void write(List<ScanResult> results, OutputStream out) throws IOException {
    Set<String> categories = new HashSet<>();
    JsonOutput.write(
        out,
        json ->
            json.object(() -> {
              json.put("version", "2.1.0");
              json.put("$schema", SCHEMA);
              json.array(
                  "runs",
                  () ->
                      results.forEach(result ->
                          json.object(() -> run(json, result, category(result, categories)))));
            }));
  }

  /// Stable from scan to scan, and different for each run of the file.
  private static String category(ScanResult result, Set<String> taken) {
    String place = Identity.place(result);
    String category = "assay/" + SarifPath.of(place) + "/";
    for (int n = 2; !taken.add(category); n++) {
      category = "assay/" + SarifPath.of(place) + "/" + n + "/";
    }
    return category;
  }

  private void run(JsonOutput json, ScanResult result, String category) {
    switch (result) {
      case Report report -> run(json, report, category);
      case Unscanned unscanned -> run(json, unscanned, category);
    }
  }

  /// Without `results`, which is how SARIF says that a run came to none (section 3.14.23).
  private void run(JsonOutput json, Unscanned unscanned, String category) {
    json.object("tool", () -> json.object("driver", () -> driver(json, List.of())));
    json.object("automationDetails", () -> json.put("id", category));
    json.array(
        "invocations",
        () ->
            json.object(() -> {
              json.put("executionSuccessful", false);
              json.put("exitCode", unscanned.exitCode());
              json.array(
                  "toolExecutionNotifications",
                  () -> json.object(() -> notification(json, "error", unscanned.problem())));
            }));
    json.put("columnKind", "utf16CodeUnits");
    json.object("properties", () -> json.put("imageName", unscanned.artifactName()));
  }

  private void run(JsonOutput json, Report report, String category) {
    SarifRun run = SarifRun.of(report, options);
    json.object("tool", () -> json.object("driver", () -> driver(json, run.rules())));
    json.object("automationDetails", () -> json.put("id", category));
    json.array("invocations", () -> json.object(() -> invocation(json, report, run)));
    SarifResults results = new SarifResults(json, report, run);
    json.array("results", results::write);
    json.put("columnKind", "utf16CodeUnits");
    json.object(
        "originalUriBaseIds", () -> json.object(SarifPath.BASE, () -> json.put("uri", "file:///")));
    json.object("properties", () -> properties(json, report));
  }

  private void driver(JsonOutput json, List<SarifRule> rules) {
    json.put("name", "Assay");
    json.put("fullName", "Assay, the scanner for images in registries");
    json.putAny("version", options.version());
    json.array("rules", () -> rules.forEach(rule -> json.object(() -> rule.write(json))));
  }

  private static void invocation(JsonOutput json, Report report, SarifRun run) {
    List<String> warnings = new ArrayList<>(report.notices());
    List<Gap> gaps = report.inventory().gaps();
    gaps.stream().limit(MAX_NOTIFICATIONS).forEach(gap -> warnings.add("not looked at: " + gap));
    if (gaps.size() > MAX_NOTIFICATIONS) {
      warnings.add("not looked at: " + (gaps.size() - MAX_NOTIFICATIONS) + " more");
    }
    if (run.leftOut() > 0) {
      warnings.add(
          run.leftOut()
              + " findings of lower severity are left out: code scanning takes no more than "
              + run.results().size()
              + " for each run");
    }
    json.put("executionSuccessful", true);
    json.arrayOfAny(
        "toolExecutionNotifications",
        warnings,
        warning -> json.object(() -> notification(json, "warning", warning)));
  }

  private static void notification(JsonOutput json, String level, String text) {
    json.put("level", level);
    json.object("message", () -> json.put("text", SarifText.message(text)));
  }

  private static void properties(JsonOutput json, Report report) {
    json.put("imageName", report.artifactName());
    if (report.image().isPresent()) {
      ImageFacts image = report.image().get();
      json.put("imageID", image.configDigest().toString());
      json.put("repoTags", image.repoTags());
      json.put("repoDigests", image.repoDigests());
    }
    report
        .evidence()
        .ifPresent(e -> json.put("evidence", e.grade().name().toLowerCase(Locale.ROOT)));
    json.putAny("databaseDigest", report.database().digest().map(Digest::toString).orElse(""));
    json.put("databaseBuiltAt", report.database().builtAt().toString());
  }
}
