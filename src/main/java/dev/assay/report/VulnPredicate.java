package dev.assay.report;

import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import dev.assay.model.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a scan found, in the form that cosign signs and policies read: the predicate of
/// `https://cosign.sigstore.dev/attestation/vuln/v1`. `scanner.result` is the JSON report, which is
/// Trivy's; `scanner.db` names the database by its digest (`version`) and its date (`lastUpdate`,
/// as in-toto's own predicate calls it).
///
/// Source: <https://github.com/sigstore/cosign/blob/main/specs/COSIGN_VULN_ATTESTATION_SPEC.md>,
/// <https://github.com/in-toto/attestation/blob/main/spec/predicates/vuln.md>
///
/// @param result the report, or the reports of an index's images as one
/// @param database what it rests on
/// @param version of this program
public record VulnPredicate(Json result, DatabaseFacts database, String version) {
  /// When and where it was scanned.
  ///
  /// @param uri of the job, or empty
  /// @param event the job's number, or empty
  /// @param builder what runs the jobs, or empty
  public record Invocation(
      Instant started, Instant finished, String uri, String event, String builder) {}

  /// Of one image.
  public static VulnPredicate of(Report report, ReportOptions options) {
    return new VulnPredicate(json(report, options), report.database(), options.version());
  }

  /// Of an index: every image's results under one name, so that a rule that holds for all results
  /// holds for all images.
  ///
  /// @param name of the index, by its digest
  /// @param reports of its images, at least one, each with its digest in its name
  public static VulnPredicate of(String name, List<Report> reports, ReportOptions options) {
    Map<String, Json> whole = new LinkedHashMap<>();
    List<Json> results = new ArrayList<>();
    List<Json> gaps = new ArrayList<>();
    List<Json> notices = new ArrayList<>();
    List<Json> images = new ArrayList<>();
    for (Report report : reports) {
      Json json = json(report, options);
      json.at("Results").items().forEach(result -> results.add(placed(result, report)));
      gaps.addAll(json.at("Gaps").items());
      notices.addAll(json.at("Notices").items());
      images.add(summary(json, report));
    }
    // Each image may have brought advisories of its own into the database.
    Report last = reports.getLast();
    Json model = json(last, options);
    whole.put("SchemaVersion", model.at("SchemaVersion"));
    whole.put("Assay", model.at("Assay"));
    whole.put("CreatedAt", model.at("CreatedAt"));
    whole.put("ArtifactName", new Json.Str(name));
    whole.put("ArtifactType", model.at("ArtifactType"));
    whole.put("Images", new Json.Arr(images));
    whole.put("Results", new Json.Arr(results));
    whole.put("Database", model.at("Database"));
    if (!gaps.isEmpty()) {
      whole.put("Gaps", new Json.Arr(gaps));
    }
    if (!notices.isEmpty()) {
      whole.put("Notices", new Json.Arr(notices));
    }
    whole.values().removeIf(Json::isNull);
    return new VulnPredicate(new Json.Obj(whole), last.database(), options.version());
  }

  /// Two platforms' results have the same names.
  private static Json placed(Json result, Report report) {
    Map<String, Json> members = new LinkedHashMap<>(result.members());
    members.put("Platform", new Json.Str(platform(report)));
    return new Json.Obj(members);
  }

  private static Json summary(Json json, Report report) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("ArtifactName", json.at("ArtifactName"));
    members.put("Platform", new Json.Str(platform(report)));
    members.put("ReportID", json.at("ReportID"));
    members.put("Evidence", new Json.Obj(Map.of("Grade", json.at("Evidence").at("Grade"))));
    return new Json.Obj(members);
  }

  private static String platform(Report report) {
    return report.image().map(image -> image.platform().toString()).orElse("");
  }

  private static Json json(Report report, ReportOptions options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new JsonWriter(options).write(List.of(report), out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return Json.parse(out.toByteArray(), "report");
  }

  /// The document, on one line.
  public byte[] write(Invocation invocation) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.object(
              "invocation",
              () -> {
                json.put("parameters", Json.Null.NULL);
                json.put("uri", invocation.uri());
                json.put("event_id", invocation.event());
                json.put("builder.id", invocation.builder());
              });
          json.put("scanner", scanner());
          json.object(
              "metadata",
              () -> {
                json.put("scanStartedOn", time(invocation.started()));
                json.put("scanFinishedOn", time(invocation.finished()));
              });
        }));
  }

  /// What does not depend on when and where it was scanned.
  public Json scanner() {
    byte[] content =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("uri", "pkg:generic/assay@" + (version.isEmpty() ? "0" : version));
              json.put("version", version);
              json.object(
                  "db",
                  () -> {
                    json.put("uri", "");
                    json.put("version", database.digest().map(Digest::toString).orElse(""));
                    json.put("lastUpdate", time(database.builtAt()));
                  });
              json.put("result", result);
            }));
    return Json.parse(content, "scanner");
  }

  /// The report alone, for those who sign nothing.
  public byte[] report() {
    return JsonOutput.compact(json ->
        json.object(() -> result.members().forEach((name, value) -> json.put(name, value))));
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
