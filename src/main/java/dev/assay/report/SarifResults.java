package dev.assay.report;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.Layer;
import dev.assay.model.Report;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The results of one SARIF run.
final class SarifResults {
  private static final int MAX_MESSAGE = 1_000;
  private static final int HASH_DIGITS = 16;

  private final JsonOutput json;
  private final Report report;
  private final SarifRun run;
  private final Map<String, Integer> seen = new HashMap<>();

  SarifResults(JsonOutput json, Report report, SarifRun run) {
    this.json = json;
    this.report = report;
    this.run = run;
  }

  void write() {
    run.results().forEach(result -> json.object(() -> result(result)));
  }

  private void result(SarifRun.Result result) {
    Finding finding = result.finding();
    String uri = SarifPath.of(report, finding.placed().component());
    json.put("ruleId", SarifText.cut(finding.vulnerability().id(), MAX_MESSAGE));
    json.put("ruleIndex", result.ruleIndex());
    json.put("level", SarifRule.level(finding.severity()));
    json.object("message", () -> json.put("text", message(finding)));
    json.array("locations", () -> json.object(() -> location(finding, uri)));
    json.object(
        "partialFingerprints",
        () -> json.put("primaryLocationLineHash", fingerprint(finding, uri)));
    result
        .suppressed()
        .ifPresent(suppressed ->
            json.array(
                "suppressions",
                () ->
                    json.object(() -> {
                      json.put("kind", "external");
                      json.put("status", "accepted");
                      json.putAny("justification", suppressed.statement());
                    })));
    json.object("properties", () -> properties(finding));
  }

  private static String message(Finding finding) {
    Component c = finding.placed().component();
    String id = SarifText.message(finding.vulnerability().id());
    String link = Links.primary(finding.vulnerability());
    String facts =
        SarifText.message(SarifText.cut(c.name(), MAX_MESSAGE / 4))
            + "\nInstalled Version: "
            + SarifText.message(SarifText.cut(c.version(), MAX_MESSAGE / 4))
            + "\nVulnerability "
            + id
            + "\nSeverity: "
            + finding.severity()
            + "\nFixed Version: "
            + SarifText.message(SarifText.cut(finding.fixedVersion(), MAX_MESSAGE / 4));
    return "Package: " + facts + (link.isEmpty() ? "" : "\nLink: [" + id + "](" + link + ")");
  }

  private void location(Finding finding, String uri) {
    Component c = finding.placed().component();
    json.object(
        "physicalLocation",
        () -> {
          json.object(
              "artifactLocation",
              () -> {
                json.put("uri", uri);
                json.put("uriBaseId", SarifPath.BASE);
              });
          json.object(
              "region",
              () -> {
                json.put("startLine", Lines.first(c));
                json.put("startColumn", 1);
                json.put("endLine", Lines.last(c));
                json.put("endColumn", 1);
              });
        });
    String where = c.path().isEmpty() ? report.artifactName() : c.path();
    String text = SarifText.cut(where + ": " + c.id(), MAX_MESSAGE);
    json.object("message", () -> json.put("text", SarifText.message(text)));
  }

  /// The same for a finding in every scan until it is gone: neither the image's digest nor a
  /// version is in it. The number after it tells equal ones of a file apart.
  private String fingerprint(Finding finding, String uri) {
    Component c = finding.placed().component();
    String text =
        String.join("\n", uri, c.foundBy(), c.name(), c.path(), finding.vulnerability().id());
    String hash = Identity.sha256(text).substring(0, HASH_DIGITS);
    return hash + ":" + seen.merge(hash, 1, Integer::sum);
  }

  private void properties(Finding finding) {
    Optional<Layer> layer = finding.placed().layer();
    json.putAny(
        "purl", Identity.purl(finding.placed().component(), report.inventory().operatingSystem()));
    json.putAny("layer", layer.map(l -> l.digest().toString()).orElse(""));
    json.putAny("createdBy", layer.map(Layer::createdBy).orElse(""));
    json.putAny("fixedVersion", finding.fixedVersion());
    json.putAny("status", finding.status().word());
    json.putAny("severitySource", finding.severitySource());
    json.putAny("exploitedSince", finding.vulnerability().exploitedSince());
  }
}
