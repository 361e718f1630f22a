package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.format.json.Json;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A package of the security tracker's JSON: CVE → `description` and `releases`, a codename each
/// with `status`, `fixed_version`, `urgency`, `nodsa` and `nodsa_reason`.
///
/// Source: <https://security-tracker.debian.org/tracker/data/json>
final class DebianTracker {
  private final String file;
  private final DebianReleases releases;
  private final FeedSink sink;

  DebianTracker(String file, DebianReleases releases, FeedSink sink) {
    this.file = file;
    this.releases = releases;
    this.sink = sink;
  }

  void issue(String packageName, String id, Json issue) throws IOException {
    sink.record(Optional.empty());
    boolean isKnown = false;
    for (Map.Entry<String, Json> each : issue.at("releases").members().entrySet()) {
      Optional<Ecosystem> release = releases.of(each.getKey());
      Optional<DebianState> state = state(each.getValue());
      if (release.isEmpty() || state.isEmpty()) {
        String where = packageName + " " + id + " in `" + Words.shown(each.getKey()) + "`";
        sink.gap(
            new Gap(file, 0, where + (release.isEmpty() ? ": unknown release" : ": no state")));
        continue;
      }
      isKnown = true;
      sink.advisory(release.get(), advisory(packageName, id, each.getValue(), state.get()));
    }
    if (isKnown) {
      sink.details(new Ecosystem("debian", ""), details(id, issue.text("description")));
    }
  }

  private static Optional<DebianState> state(Json release) {
    String fixed = release.text("fixed_version");
    return switch (release.text("status")) {
      case "resolved" ->
          switch (fixed) {
            case "" -> Optional.empty();
            case "0" -> Optional.of(new DebianState(Status.NOT_AFFECTED, List.of(), ""));
            default ->
                Optional.of(
                    new DebianState(Status.FIXED, List.of(AffectedRange.before(fixed)), ""));
          };
      case "open" -> Optional.of(open(release));
      case "undetermined" ->
          Optional.of(
              new DebianState(
                  Status.UNDER_INVESTIGATION, List.of(AffectedRange.ALL), "undetermined"));
      default -> Optional.empty();
    };
  }

  private static DebianState open(Json release) {
    List<AffectedRange> all = List.of(AffectedRange.ALL);
    if (release.text("urgency").equals("end-of-life")) {
      return new DebianState(Status.END_OF_LIFE, all, "end-of-life");
    }
    if (release.at("nodsa").isNull()) {
      return new DebianState(Status.AFFECTED, all, "");
    }
    String why = Words.line(release.text("nodsa"));
    return switch (release.text("nodsa_reason")) {
      case "ignored" ->
          new DebianState(Status.WILL_NOT_FIX, all, DebianState.reason("ignored", why));
      case "postponed" ->
          new DebianState(Status.FIX_DEFERRED, all, DebianState.reason("postponed", why));
      default -> new DebianState(Status.AFFECTED, all, DebianState.reason("no-dsa", why));
    };
  }

  private static Advisory advisory(String name, String id, Json release, DebianState state) {
    // Urgencies that come from NVD end in stars.
    String urgency = release.text("urgency").replace("*", "");
    Severity severity = Words.severity(urgency);
    return new Advisory(
        id,
        List.of(),
        List.of(),
        DataSources.DEBIAN,
        name,
        state.ranges(),
        List.of(),
        state.status(),
        severity,
        state.note());
  }

  private static Details details(String id, String description) {
    Vulnerability known =
        new Vulnerability(
            id,
            List.of(),
            "",
            description,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty());
    return Details.of(DataSources.DEBIAN, known);
  }
}
