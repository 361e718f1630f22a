package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.model.Advisory;
import dev.assay.model.Cvss;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of Ubuntu's CVE tracker: `Field: value` with further lines indented, and a line
/// `RELEASE_PACKAGE: STATUS (remark)` for each package and release.
///
/// Source: <https://git.launchpad.net/ubuntu-cve-tracker/tree/README>
final class UbuntuCveFile {
  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9.+-]*");
  private static final Pattern CVSS_LINE =
      Pattern.compile("([a-z0-9-]+):\\s*(CVSS:\\S+)(\\s+\\[.*)?");
  private static final Pattern ID = Pattern.compile("CVE-[0-9]{4}-[0-9A-Z]{4,}");

  private final String file;
  private final CvssScores scores;
  private final FeedSink sink;
  private final Map<String, StringBuilder> fields = new HashMap<>();
  private final Map<Ecosystem, Map<String, UbuntuState>> states = new LinkedHashMap<>();
  private StringBuilder current = new StringBuilder();

  UbuntuCveFile(String file, CvssScores scores, FeedSink sink) {
    this.file = file;
    this.scores = scores;
    this.sink = sink;
  }

  /// @param number from 1
  void line(String text, long number) {
    if (text.startsWith("#") || text.isBlank()) {
      return;
    }
    if (Character.isWhitespace(text.charAt(0))) {
      current.append('\n').append(text.strip());
      return;
    }
    int colon = text.indexOf(':');
    if (colon <= 0 || text.lastIndexOf(' ', colon) >= 0) {
      sink.gap(new Gap(file, number, "expected `Field: value`, found `" + Words.shown(text) + "`"));
      return;
    }
    // Nearly all of the tracker's million lines are states: no patterns here.
    int underscore = text.lastIndexOf('_', colon);
    if (underscore > 0 && Character.isLowerCase(text.charAt(0))) {
      current = new StringBuilder();
      int first = text.indexOf('_');
      String value = text.substring(colon + 1).strip();
      state(text.substring(0, first), text.substring(first + 1, colon), value, number);
    } else {
      current = fields.computeIfAbsent(text.substring(0, colon), f -> new StringBuilder());
      current.append(text.substring(colon + 1).strip());
    }
  }

  private void state(String release, String packageName, String value, long number) {
    if (value.isEmpty() || UbuntuState.isAbsent(value)) {
      return;
    }
    Optional<Ecosystem> ecosystem = UbuntuReleases.of(release);
    if (ecosystem.isEmpty()) {
      return;
    }
    if (!PACKAGE.matcher(packageName).matches()) {
      sink.gap(new Gap(file, number, "`" + Words.shown(packageName) + "` is no package"));
      return;
    }
    Optional<UbuntuState> state = UbuntuState.parse(value);
    if (state.isEmpty()) {
      sink.gap(new Gap(file, number, "no state or version: `" + Words.shown(value) + "`"));
      return;
    }
    // Of esm-infra and esm-apps, one alone carries a package; both are one partition.
    states
        .computeIfAbsent(ecosystem.get(), e -> new TreeMap<>())
        .merge(packageName, state.get(), UbuntuCveFile::stronger);
  }

  private static UbuntuState stronger(UbuntuState a, UbuntuState b) {
    return b.status() == Status.FIXED ? b : a;
  }

  private String text(String field) {
    StringBuilder value = fields.get(field);
    return value == null ? "" : value.toString().strip();
  }

  /// Passes on what the file says.
  void end() throws IOException {
    Optional<Instant> published = Words.time(date(text("PublicDate")));
    sink.record(published);
    String id = text("Candidate");
    if (!ID.matcher(id).matches()) {
      sink.gap(new Gap(file, 0, "`Candidate: " + Words.shown(id) + "` is no CVE id"));
      return;
    }
    for (Map.Entry<Ecosystem, Map<String, UbuntuState>> release : states.entrySet()) {
      for (Map.Entry<String, UbuntuState> each : release.getValue().entrySet()) {
        UbuntuState state = proven(release.getKey(), each.getKey(), each.getValue());
        Severity severity = priority(each.getKey());
        sink.advisory(release.getKey(), advisory(id, each.getKey(), state, severity));
      }
    }
    if (!states.isEmpty()) {
      sink.details(
          new Ecosystem("ubuntu", ""), Details.of(DataSources.UBUNTU, details(id, published)));
    }
  }

  /// Nobody looked at a package again once support for its release had ended, except for
  /// subscribers: where it was found not to be affected for them, it is so for everyone.
  private UbuntuState proven(Ecosystem release, String packageName, UbuntuState state) {
    if (state.status() != Status.END_OF_LIFE) {
      return state;
    }
    Ecosystem esm = new Ecosystem(release.name(), release.release() + "-esm");
    UbuntuState later = states.getOrDefault(esm, Map.of()).get(packageName);
    return later != null && later.status() == Status.NOT_AFFECTED ? later : state;
  }

  private Severity priority(String packageName) {
    String own = text("Priority_" + packageName);
    return Words.severity(firstWord(own.isEmpty() ? text("Priority") : own));
  }

  private static String firstWord(String text) {
    return text.split("\\s", 2)[0];
  }

  /// `2023-10-03 18:15:00 UTC`, or the day alone.
  private static String date(String text) {
    String plain = text.replace(" UTC", "").strip();
    return plain.length() > 10 ? plain.replaceFirst(" ", "T") : plain;
  }

  private static Advisory advisory(
      String id, String packageName, UbuntuState state, Severity severity) {
    return new Advisory(
        id,
        List.of(),
        List.of(),
        DataSources.UBUNTU,
        packageName,
        state.ranges(),
        List.of(),
        state.status(),
        severity,
        state.note());
  }

  private Vulnerability details(String id, Optional<Instant> published) {
    return new Vulnerability(
        id,
        List.of(),
        "",
        text("Description"),
        Words.addresses(text("References").lines().toList()),
        List.of(),
        ratings(),
        published,
        Optional.empty(),
        "",
        Optional.empty());
  }

  private List<Rating> ratings() {
    Map<String, List<Cvss>> vectors = new TreeMap<>();
    for (String line : text("CVSS").lines().toList()) {
      Matcher matcher = CVSS_LINE.matcher(line.strip());
      if (matcher.matches()) {
        scores
            .of(matcher.group(2))
            .ifPresentOrElse(
                cvss -> vectors.computeIfAbsent(matcher.group(1), s -> new ArrayList<>()).add(cvss),
                () -> sink.gap(new Gap(file, 0, "the vector `" + Words.shown(line) + "`")));
      }
    }
    List<Rating> ratings = new ArrayList<>();
    vectors.forEach((source, all) -> ratings.add(Ratings.of(source, all, Severity.UNKNOWN)));
    Severity priority = Words.severity(firstWord(text("Priority")));
    if (priority != Severity.UNKNOWN) {
      ratings.add(new Rating("ubuntu", priority, List.of()));
    }
    return ratings;
  }
}
