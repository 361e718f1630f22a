package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which version of an Alpine package fixed what: a JSON file for each release and repository,
/// `distroversion` → `packages` → `secfixes`: version → ids. Version `0` says that no version was
/// ever affected. An entry may name a notice beside the CVE: `CVE-2017-2615 XSA-208`.
///
/// Source: <https://secdb.alpinelinux.org/>
public final class AlpineSecDb implements Feed {
  private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)+");
  private static final Pattern CVE = Pattern.compile("CVE[-_]([0-9]{4}-[0-9]{4,})([-.].*)?");
  private static final Pattern RELEASE = Pattern.compile("v?([0-9]+\\.[0-9]+|edge)");

  @Override
  public Facts facts() {
    return new Facts(
        "alpine-secdb",
        "Alpine packages: which version fixed what",
        "none stated",
        List.of("https://secdb.alpinelinux.org/v{release}/{main,community}.json"),
        DataSources.ALPINE);
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    input.forEach((name, content) -> {
      if (name.endsWith(".json")) {
        try {
          repository(Json.parse(content.readAllBytes(), name), name, sink);
        } catch (InputFailure e) {
          sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
        }
      }
    });
  }

  private static void repository(Json json, String file, FeedSink sink) throws IOException {
    Matcher release = RELEASE.matcher(json.text("distroversion"));
    if (!release.matches()) {
      sink.gap(new Gap(file, 0, "`distroversion` is no release of Alpine"));
      return;
    }
    Ecosystem ecosystem = new Ecosystem("alpine", release.group(1));
    packages(json, file, new Secdb(ecosystem, DataSources.ALPINE), sink);
  }

  /// Whose packages a file is about.
  record Secdb(Ecosystem ecosystem, DataSource source) {}

  /// Reads `packages`, which all files of this form share.
  static void packages(Json json, String file, Secdb secdb, FeedSink sink) throws IOException {
    for (Json item : json.at("packages").items()) {
      Json named = item.at("pkg");
      String name = named.text("name");
      if (name.isEmpty()) {
        sink.gap(new Gap(file, 0, "a package has no name"));
        continue;
      }
      for (Map.Entry<String, Json> fix : named.at("secfixes").members().entrySet()) {
        for (Json ids : fix.getValue().items()) {
          sink.record(Optional.empty());
          List<Advisory> advisories = advisories(secdb.source(), name, fix.getKey(), ids.text());
          if (advisories.isEmpty()) {
            sink.gap(new Gap(file, 0, name + " fixes `" + Words.shown(ids.text()) + "`"));
          }
          for (Advisory advisory : advisories) {
            sink.advisory(secdb.ecosystem(), advisory);
          }
        }
      }
    }
  }

  private static List<Advisory> advisories(
      DataSource source, String name, String fixed, String text) {
    List<String> ids = ids(text);
    if (ids.isEmpty() || fixed.isBlank()) {
      return List.of();
    }
    List<String> cves = ids.stream().filter(Words::isCve).toList();
    List<String> named = cves.isEmpty() ? ids.subList(0, 1) : cves;
    // Ids of notices: `XSA-201` stands beside several CVEs and is no alias of them.
    List<String> others = ids.stream().filter(id -> !named.contains(id)).toList();
    boolean isNever = fixed.equals("0");
    return named.stream()
        .map(id ->
            new Advisory(
                id,
                List.of(),
                others,
                source,
                name,
                isNever ? List.of() : List.of(AffectedRange.before(fixed)),
                List.of(),
                isNever ? Status.NOT_AFFECTED : Status.FIXED,
                Severity.UNKNOWN,
                ""))
        .toList();
  }

  /// The ids among the words. Typing errors that were published are put right: `CVE_2019-2426`,
  /// `CVE-2017-8073.patch`, and `CVE-2017-17434-1` for a part of a CVE.
  private static List<String> ids(String text) {
    List<String> ids = new ArrayList<>();
    for (String word : text.strip().split("[\\s,;()\\[\\]]+")) {
      Matcher cve = CVE.matcher(word);
      String id = cve.matches() ? "CVE-" + cve.group(1) : word;
      if (ID.matcher(id).matches() && id.length() <= 64 && !ids.contains(id)) {
        ids.add(id);
      }
    }
    return ids;
  }
}
