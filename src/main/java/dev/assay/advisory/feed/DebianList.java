package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.model.Advisory;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Severity;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A list of Debian's notices: DSA, DLA or DTSA.
///
/// ```
/// [29 Mar 2023] DSA-5380-1 xorg-server - security update
///         {CVE-2023-1393}
///         [bullseye] - xorg-server 2:1.20.11-1+deb11u6
/// ```
///
/// One advisory for each CVE, package and release; a notice without a CVE keeps its own id.
final class DebianList {
  private static final Pattern HEADER =
      Pattern.compile("\\[([^\\]]+)\\]\\s+((?:DSA|DLA|DTSA)-[0-9]+(?:-[0-9]+)?)\\s*(.*)");
  private static final Pattern IDS = Pattern.compile("\\s+\\{(.*)\\}\\s*");
  private static final Pattern PACKAGE =
      Pattern.compile("\\s+\\[([a-z]+)\\]\\s+-\\s+([a-z0-9][a-z0-9.+-]*)\\s+(.*)");
  private static final Pattern REMARK = Pattern.compile("\\s+(NOTE|TODO):.*");
  private static final Pattern URGENCY =
      Pattern.compile(".*\\b(unimportant|low|medium|high)\\b[^()]*\\)\\s*");
  private static final DateTimeFormatter DAY_FIRST = dates("d MMM uuuu");
  private static final DateTimeFormatter MONTH_FIRST = dates("MMMM d uuuu");
  private static final Pattern ORDINAL = Pattern.compile("(?<=[0-9])(st|nd|rd|th),?");

  private final String file;
  private final DebianReleases releases;
  private final FeedSink sink;
  private final List<Line> lines = new ArrayList<>();
  private final Set<String> cves = new LinkedHashSet<>();
  private String notice = "";
  private String title = "";
  private Optional<Instant> date = Optional.empty();

  /// A line about a package, as read.
  private record Line(
      long number, String codename, String packageName, DebianState state, Severity severity) {}

  DebianList(String file, DebianReleases releases, FeedSink sink) {
    this.file = file;
    this.releases = releases;
    this.sink = sink;
  }

  /// Whether a file that begins like this is such a list.
  static boolean isOne(String firstLine) {
    return HEADER.matcher(firstLine).matches();
  }

  /// @param number from 1
  void line(String text, long number) throws IOException {
    Matcher header = HEADER.matcher(text);
    Matcher ids = IDS.matcher(text);
    Matcher named = PACKAGE.matcher(text);
    if (header.matches()) {
      end();
      notice = header.group(2);
      title = header.group(3);
      date = date(header.group(1));
      sink.record(date);
    } else if (ids.matches()) {
      for (String id : ids.group(1).trim().split("\\s+")) {
        if (Words.isCve(id)) {
          cves.add(id);
        }
      }
    } else if (named.matches()) {
      packageLine(named, number);
    } else if (!text.isBlank() && !REMARK.matcher(text).matches()) {
      sink.gap(new Gap(file, number, "unexpected `" + Words.shown(text) + "`"));
    }
  }

  private void packageLine(Matcher named, long number) {
    Optional<DebianState> state = DebianState.parse(named.group(3));
    if (state.isEmpty()) {
      sink.gap(new Gap(file, number, "no version or state: `" + Words.shown(named.group(3)) + "`"));
      return;
    }
    Matcher urgency = URGENCY.matcher(named.group(3));
    Severity severity = urgency.matches() ? Words.severity(urgency.group(1)) : Severity.UNKNOWN;
    lines.add(new Line(number, named.group(1), named.group(2), state.get(), severity));
  }

  /// Ends the notice that was being read.
  void end() throws IOException {
    List<String> ids = cves.isEmpty() ? List.of(notice) : List.copyOf(cves);
    for (Line line : lines) {
      Optional<Ecosystem> release = releases.of(line.codename());
      if (notice.isEmpty() || release.isEmpty()) {
        sink.gap(new Gap(file, line.number(), "unknown release `" + line.codename() + "`"));
        continue;
      }
      for (String id : ids) {
        sink.advisory(release.get(), advisory(id, line));
      }
    }
    if (!lines.isEmpty()) {
      sink.details(new Ecosystem("debian", ""), details());
    }
    lines.clear();
    cves.clear();
    notice = "";
  }

  private Advisory advisory(String id, Line line) {
    return new Advisory(
        id,
        List.of(),
        id.equals(notice) ? List.of() : List.of(notice),
        DataSources.DEBIAN,
        line.packageName(),
        line.state().ranges(),
        List.of(),
        line.state().status(),
        line.severity(),
        line.state().note());
  }

  private Details details() {
    Vulnerability vulnerability =
        new Vulnerability(
            notice,
            List.of(),
            Words.line(title),
            "",
            List.of("https://security-tracker.debian.org/tracker/" + notice),
            List.of(),
            List.of(),
            date,
            Optional.empty(),
            "",
            Optional.empty());
    return new Details(DataSources.DEBIAN, vulnerability, List.copyOf(cves));
  }

  private static Optional<Instant> date(String text) {
    String plain = ORDINAL.matcher(text.strip()).replaceAll("");
    return date(plain, DAY_FIRST).or(() -> date(plain, MONTH_FIRST));
  }

  private static Optional<Instant> date(String text, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDate.parse(text, format).atStartOfDay().toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static DateTimeFormatter dates(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH);
  }
}
