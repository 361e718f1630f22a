package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.Evidence;
import dev.assay.model.Gap;
import dev.assay.model.ImageFacts;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Unscanned;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// `json`: Trivy's report, schema version 2, so that what reads Trivy's reads ours, with what Trivy
/// has no words for beside it: `Assay` (the program), `Evidence`, `Database`, `Gaps`, `Notices`,
/// and in a vulnerability `Aliases`, `ExploitedSince`, `EPSS`, `Rule` and `Advisories`. As in
/// Trivy's, a member without content is left out. What a scan cost is not in it, nor the time it
/// ran: the same image, database, flags and grade of evidence give the same bytes. Described by
/// `docs/schema/report.schema.json`.
///
/// One artifact is an object, several are an array of them. One that could not be scanned has an
/// `Error` and no `Results`.
public final class JsonWriter implements ReportWriter {
  private static final int SCHEMA_VERSION = 2;

  private final ReportOptions options;

  /// A writer with the user's wishes.
  public JsonWriter(ReportOptions options) {
    this.options = options;
  }

  @Override
  public String format() {
    return "json";
  }

  @Override
  public void write(List<ScanResult> results, OutputStream out) throws IOException {
    JsonOutput.write(
        out,
        json -> {
          if (results.size() == 1) {
            json.object(() -> root(json, results.getFirst()));
          } else {
            json.array(() -> results.forEach(result -> json.object(() -> root(json, result))));
          }
        });
  }

  private void root(JsonOutput json, ScanResult result) {
    // No `switch`, which would link code when it is first used.
    if (result instanceof Report report) {
      report(json, report);
    } else if (result instanceof Unscanned unscanned) {
      unscanned(json, unscanned);
    } else {
      throw new IllegalStateException("a result of a kind that nobody writes: " + result);
    }
  }

  /// Without `Results`: what looks for findings there must not find an empty list.
  private void unscanned(JsonOutput json, Unscanned unscanned) {
    program(json);
    json.put("ArtifactName", unscanned.artifactName());
    json.put("ArtifactType", unscanned.artifactType());
    json.object(
        "Error",
        () -> {
          json.put("Message", unscanned.problem());
          json.putAny("Hint", unscanned.hint());
          json.put("ExitCode", unscanned.exitCode());
        });
  }

  private void program(JsonOutput json) {
    json.put("SchemaVersion", SCHEMA_VERSION);
    if (!options.version().isEmpty()) {
      json.object("Assay", () -> json.put("Version", options.version()));
    }
  }

  private void report(JsonOutput json, Report report) {
    String artifactId = Identity.ofArtifact(report);
    program(json);
    json.put("ReportID", Identity.ofReport(report, options));
    json.put("CreatedAt", report.database().builtAt().toString());
    json.put("ArtifactID", artifactId);
    json.put("ArtifactName", report.artifactName());
    json.put("ArtifactType", report.artifactType());
    metadata(json, report);
    JsonResults results = new JsonResults(json, report, options, artifactId);
    json.array("Results", () -> Target.of(report).forEach(results::write));
    report.evidence().ifPresent(evidence -> evidence(json, evidence));
    json.object(
        "Database",
        () -> {
          json.putAny("Digest", report.database().digest().map(Digest::toString).orElse(""));
          json.put("BuiltAt", report.database().builtAt().toString());
        });
    json.arrayOfAny("Gaps", report.inventory().gaps(), gap -> gap(json, gap));
    json.putAny("Notices", report.notices());
  }

  private static void metadata(JsonOutput json, Report report) {
    Optional<OperatingSystem> system = report.inventory().operatingSystem();
    if (system.isEmpty() && report.image().isEmpty()) {
      return;
    }
    json.object(
        "Metadata",
        () -> {
          report.image().ifPresent(image -> json.putAny("Size", image.sizeBytes()));
          system.ifPresent(os -> operatingSystem(json, os, report.database().builtAt()));
          report.image().ifPresent(image -> image(json, image));
        });
  }

  /// The day that decides about end of life is the database's, so that the report does not change
  /// with the day it is written on.
  private static void operatingSystem(JsonOutput json, OperatingSystem os, Instant asOf) {
    LocalDate day = asOf.atZone(ZoneOffset.UTC).toLocalDate();
    json.object(
        "OS",
        () -> {
          json.put("Family", os.family());
          json.put("Name", os.name());
          json.putAny("Codename", os.codename());
          json.putAny("EOSL", os.isEndOfLife(day));
        });
  }

  private static void image(JsonOutput json, ImageFacts image) {
    json.put("ImageID", image.configDigest().toString());
    json.put("ManifestDigest", image.manifestDigest().toString());
    json.putAny("DiffIDs", image.layers().stream().map(l -> l.diffId().toString()).toList());
    json.putAny("RepoTags", image.repoTags());
    json.putAny("RepoDigests", image.repoDigests());
    json.putAny("Reference", image.reference());
    imageConfig(image).ifPresent(config -> json.put("ImageConfig", config));
    json.arrayOfAny(
        "Layers",
        image.layers(),
        layer ->
            json.object(() -> {
              json.putAny("Size", layer.sizeBytes());
              layer(json, layer);
            }));
  }

  /// The members of a layer but its size.
  static void layer(JsonOutput json, Layer layer) {
    json.put("Digest", layer.digest().toString());
    json.put("DiffID", layer.diffId().toString());
    json.putAny("CreatedBy", layer.createdBy());
  }

  /// The configuration as it is. It was read before the scan began; one that this reader refuses is
  /// left out rather than a reason to fail when all the work is done.
  private static Optional<Json> imageConfig(ImageFacts image) {
    if (image.configJson().isBlank()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = image.configJson().getBytes(UTF_8);
      return Optional.of(Json.parse(bytes, "image configuration"));
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }

  private static void evidence(JsonOutput json, Evidence evidence) {
    json.object(
        "Evidence",
        () -> {
          json.put("Grade", evidence.grade().word());
          json.putAny("Coverage", evidence.coverage());
          json.arrayOfAny(
              "Layers",
              evidence.layers(),
              layer ->
                  json.object(() -> {
                    json.put("Digest", layer.digest().toString());
                    json.put("Grade", layer.grade().word());
                    json.putAny("Mode", layer.mode());
                    json.putAny("VerifiedBy", layer.verifiedBy());
                    json.putAny("Reason", layer.reason());
                  }));
        });
  }

  private static void gap(JsonOutput json, Gap gap) {
    json.object(() -> {
      json.put("Path", gap.path());
      json.putAny("Position", gap.position());
      json.put("Problem", gap.problem());
    });
  }
}
