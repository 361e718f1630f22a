package dev.assay.report;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Evidence;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.Grade;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Unscanned;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/// Reads JSON reports back: those of `JsonWriter`, and Trivy's of schema version 2. What such a
/// report has and this program has no place for is a gap of the report that is read.
public final class ReportReader {
  /// A report of a large image with all its packages has a few megabytes.
  static final int MAX_BYTES = 64 << 20;

  /// Each costs memory, however short it is written.
  static final int MAX_VALUES = 3_000_000;

  private static final String HINT = "give a report that `--format json` of Assay or Trivy wrote";
  private static final long SCHEMA_VERSION = 2;

  /// How `Assessment` begins the gap of what no advisory could be about.
  private static final String NOT_HELD = "not held against advisories";

  private static final Receipt NO_RECEIPT =
      new Receipt(Optional.empty(), 0, 0, List.of(), List.of(), List.of());

  private ReportReader() {}

  /// One artifact of a report.
  ///
  /// @param isOurs whether Assay wrote it: then it says what was not looked at
  /// @param listsPackages whether packages without findings are in it
  public record Part(ScanResult result, boolean isOurs, boolean listsPackages) {}

  /// Reads one document. The stream stays open.
  ///
  /// @param name of the document in failures
  /// @throws InputFailure where it is no such report, or too large
  /// @throws IOException where the bytes do not arrive
  public static List<Part> read(InputStream content, String name) throws IOException {
    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new InputFailure(
          "cannot read " + name + ": longer than " + (MAX_BYTES >> 20) + " MiB", HINT);
    }
    count(bytes, name);
    ReportPart document = new ReportPart(Json.parse(bytes, name), name, "");
    if (!(document.json() instanceof Json.Arr)) {
      return List.of(root(document));
    }
    List<ReportPart> parts = document.list();
    if (parts.isEmpty()) {
      throw document.failure("holds no report");
    }
    return parts.stream().map(ReportReader::root).toList();
  }

  /// Before a tree is made of them.
  private static void count(byte[] bytes, String name) {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      int values = 0;
      while (parser.nextToken() != null) {
        values++;
        if (values > MAX_VALUES) {
          throw new InputFailure(
              "cannot read " + name + ": it has more than " + MAX_VALUES + " values", HINT);
        }
      }
    } catch (JacksonException e) {
      throw Json.malformed(name, e);
    }
  }

  private static Part root(ReportPart root) {
    boolean isVersion =
        root.json().at("SchemaVersion").whole().filter(v -> v == SCHEMA_VERSION).isPresent();
    if (!isVersion || root.text("ArtifactName").isEmpty()) {
      throw root.failure("is no report of a scan: SchemaVersion 2 and ArtifactName must be there");
    }
    boolean isOurs = !root.at("Assay").object().isAbsent() || !root.at("Database").isAbsent();
    ReportPart error = root.at("Error").object();
    return error.isAbsent() ? report(root, isOurs) : new Part(unscanned(root, error), isOurs, true);
  }

  private static Unscanned unscanned(ReportPart root, ReportPart error) {
    long code = error.count("ExitCode");
    if (code != 3 && code != 4) {
      throw error.at("ExitCode").failure("is neither 3 nor 4");
    }
    return new Unscanned(
        root.text("ArtifactName"),
        root.text("ArtifactType"),
        error.text("Message"),
        error.text("Hint"),
        (int) code);
  }

  private static Part report(ReportPart root, boolean isOurs) {
    Instant made = root.time("CreatedAt").orElse(Instant.EPOCH);
    Optional<OperatingSystem> system = system(root.at("Metadata").object(), made);
    ReportedImage image = new ReportedImage(root);
    ReportedPackages packages = new ReportedPackages(system, image, isOurs);
    ReportedFindings findings = new ReportedFindings(packages);
    List<Gap> gaps = new ArrayList<>(root.list("Gaps").stream().map(ReportReader::gap).toList());
    boolean listsPackages = true;
    for (ReportPart result : root.list("Results")) {
      packages.read(result.object());
      findings.read(result);
      gaps.addAll(unread(result));
      listsPackages &= listsPackages(result);
    }
    List<String> notices = root.texts("Notices");
    Inventory inventory =
        new Inventory(system, packages.sorted(), gaps.stream().distinct().sorted().toList());
    Optional<ImageFacts> facts = image.facts();
    Report report =
        new Report(
            root.text("ArtifactName"),
            root.text("ArtifactType"),
            facts,
            inventory,
            sorted(findings.findings()),
            findings.suppressed(),
            evidence(root.at("Evidence").object()),
            database(root.at("Database").object(), made),
            unmatched(inventory),
            NO_RECEIPT,
            notices);
    boolean isEmpty = notices.stream().anyMatch(n -> n.startsWith("no package was found"));
    return new Part(report, isOurs, listsPackages || isEmpty);
  }

  private static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().sorted(Target.REPORT_ORDER).toList();
  }

  /// The report says only whether support had ended: then it had, the day before.
  private static Optional<OperatingSystem> system(ReportPart metadata, Instant made) {
    ReportPart os = metadata.at("OS").object();
    if (os.isAbsent()) {
      return Optional.empty();
    }
    LocalDate before = LocalDate.ofInstant(made, ZoneOffset.UTC).minusDays(1);
    Optional<LocalDate> ended = os.isOn("EOSL") ? Optional.of(before) : Optional.empty();
    return Optional.of(
        new OperatingSystem(os.text("Family"), os.text("Name"), os.text("Codename"), ended));
  }

  private static Gap gap(ReportPart gap) {
    return new Gap(gap.object().text("Path"), gap.count("Position"), gap.text("Problem"));
  }

  /// What Trivy finds and this version has no words for: nobody may take it for absent.
  private static List<Gap> unread(ReportPart result) {
    List<Gap> gaps = new ArrayList<>();
    for (String kind : List.of("Secrets", "Misconfigurations", "Licenses", "CustomResources")) {
      long count =
          result.list(kind).stream()
              .filter(one -> !one.object().json().text("Status").equals("PASS"))
              .count();
      if (count > 0) {
        String problem = kind + " of the report (" + count + ") are not converted in this version";
        gaps.add(new Gap(result.text("Target"), 0, problem));
      }
    }
    return gaps;
  }

  private static boolean listsPackages(ReportPart result) {
    boolean isOfPackages = Target.Kind.of(result.text("Class")).isPresent();
    return !isOfPackages || !result.list("Packages").isEmpty();
  }

  private static Optional<Evidence> evidence(ReportPart evidence) {
    if (evidence.isAbsent()) {
      return Optional.empty();
    }
    List<Evidence.LayerEvidence> layers = new ArrayList<>();
    for (ReportPart layer : evidence.list("Layers")) {
      Grade grade = layer.object().word("Grade", Grade.class, Grade.PEEK);
      layers.add(
          new Evidence.LayerEvidence(
              layer.at("Digest").digest(),
              grade,
              layer.text("Mode"),
              layer.text("VerifiedBy"),
              layer.text("Reason")));
    }
    return Optional.of(new Evidence(evidence.word("Grade", Grade.class, Grade.PEEK), layers));
  }

  private static DatabaseFacts database(ReportPart database, Instant made) {
    return new DatabaseFacts(database.digest("Digest"), database.time("BuiltAt").orElse(made));
  }

  /// The kinds of packages that a gap says were held against nothing.
  private static Set<PackageType> unmatched(Inventory inventory) {
    Set<PackageType> types = EnumSet.noneOf(PackageType.class);
    for (Gap gap : inventory.gaps()) {
      if (gap.problem().startsWith(NOT_HELD)) {
        inventory.components().stream()
            .map(placed -> placed.component())
            .filter(c ->
                gap.path().equals(c.type().purlType() + " packages")
                    || (c.type().isSystem() && gap.path().equals(c.path())))
            .forEach(c -> types.add(c.type()));
      }
    }
    return types;
  }
}
