package dev.assay.advisory.feed.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.PackageReport;
import dev.assay.advisory.feed.PackageReport.Affected;
import dev.assay.advisory.feed.Ratings;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Vulnerability;
import dev.assay.version.Npm;
import dev.assay.version.VersionScheme;
import dev.assay.version.VersionSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// JavaScript libraries by Retire.js: library → `vulnerabilities`, each from `atOrAbove` (or the
/// beginning) to `below` (or for ever), without those in `excludes`. A library's npm package is
/// that of its `basePurl`, else `npmname`, else it is called as the library is.
///
/// Source: <https://github.com/RetireJS/retire.js/blob/master/repository/README.md>
public final class RetireJs implements Feed {
  private static final Ecosystem NPM = new Ecosystem("npm", "");
  private static final VersionScheme SCHEME = new Npm();
  private static final String NPM_PURL = "pkg:npm/";

  /// Names for what has neither CVE nor GHSA, best first.
  private static final List<String> OTHER_IDS =
      List.of("retid", "issue", "PR", "bug", "tenable", "osvdb", "gist");

  private static final Pattern VERSION =
      Pattern.compile("([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:[.-]?([0-9A-Za-z*][^+\\s]*))?");

  @Override
  public Facts facts() {
    String base = "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/";
    return new Facts(
        "retirejs",
        "JavaScript libraries",
        "Apache-2.0",
        List.of(base + "jsrepository-v5.json", base + "npmrepository.json"),
        DataSources.RETIREJS);
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json");
  }

  @Override
  public boolean wantsInstead(String file) {
    return Documents.isConverted(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    new Documents(DataSources.RETIREJS, sink)
        .forEach(
            input,
            file -> file.contains("repository") && file.endsWith(".json"),
            (file, libraries) -> {
              for (Map.Entry<String, Json> each : libraries.members().entrySet()) {
                library(file, each.getKey(), each.getValue(), sink);
              }
            });
  }

  private static void library(String file, String name, Json library, FeedSink sink)
      throws IOException {
    Optional<String> npm = npmName(name, library);
    for (Json item : library.at("vulnerabilities").items()) {
      sink.record(Optional.empty());
      if (npm.isEmpty()) {
        sink.skip("not on npm");
        continue;
      }
      try {
        Affected affected = new Affected(NPM, npm.get(), Requirements.ranges(versions(item)));
        for (Vulnerability vulnerability : vulnerabilities(name, item)) {
          new PackageReport(DataSources.RETIREJS, vulnerability).tell(List.of(affected), sink);
        }
      } catch (InputFailure e) {
        sink.gap(new Gap(file, 0, name + ": " + e.getMessage()));
      }
    }
  }

  /// A library that stands for nothing but the tests of Retire.js is none.
  private static Optional<String> npmName(String library, Json json) {
    String purl = json.text("basePurl");
    if (library.equals("retire-example") || library.equals("dont check")) {
      return Optional.empty();
    }
    if (!purl.isEmpty()) {
      return purl.startsWith(NPM_PURL)
          ? Optional.of(purl.substring(NPM_PURL.length()).replace("%40", "@"))
          : Optional.empty();
    }
    String npm = json.text("npmname");
    return Optional.of(npm.isEmpty() ? library : npm);
  }

  private static VersionSet versions(Json item) {
    VersionSet set = VersionSet.all(SCHEME);
    if (!item.text("atOrAbove").isEmpty()) {
      set = set.and(VersionSet.from(SCHEME, version(item.text("atOrAbove"))));
    }
    if (!item.text("below").isEmpty()) {
      set = set.and(VersionSet.before(SCHEME, version(item.text("below"))));
    }
    for (String excluded : item.texts("excludes")) {
      set = set.and(VersionSet.only(SCHEME, version(excluded)).not());
    }
    return set;
  }

  /// Retire.js takes `9`, `1.9.0b1` and `2.0.0-*` for versions; npm knows them as `9.0.0`,
  /// `1.9.0-b1` and, before all others of that number, `2.0.0-0`.
  private static String version(String text) {
    Matcher matcher = VERSION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new InputFailure("`" + Words.shown(text) + "` is no version");
    }
    String numbers = matcher.group(1) + "." + or0(matcher.group(2)) + "." + or0(matcher.group(3));
    String rest = Optional.ofNullable(matcher.group(4)).orElse("");
    return rest.isEmpty() ? numbers : numbers + "-" + (rest.equals("*") ? "0" : rest);
  }

  private static String or0(@Nullable String number) {
    return number == null ? "0" : number;
  }

  /// One for each CVE: an entry may name several.
  private static List<Vulnerability> vulnerabilities(String library, Json item) {
    Json identifiers = item.at("identifiers");
    List<String> cves = identifiers.texts("CVE").stream().filter(Words::isCve).distinct().toList();
    String github = identifiers.text("githubID");
    boolean isGithub = github.startsWith("GHSA-");
    List<String> ids = !cves.isEmpty() ? cves : List.of(isGithub ? github : ownId(library, item));
    Severity severity = Words.severity(item.text("severity"));
    Rating rating = Ratings.of(DataSources.RETIREJS.id(), List.of(), severity);
    List<Vulnerability> vulnerabilities = new ArrayList<>();
    for (String id : ids) {
      vulnerabilities.add(
          new VulnerabilityBuilder(id)
              .aliases(isGithub && ids.size() == 1 ? List.of(github) : List.of())
              .title(identifiers.text("summary"))
              .description(identifiers.text("summary"))
              .references(item.texts("info"))
              .weaknesses(item.texts("cwe"))
              .rating(rating)
              .build());
    }
    return vulnerabilities;
  }

  /// A name that stays the same while the entry does.
  private static String ownId(String library, Json item) {
    String stem = "RETIREJS-" + library.replaceAll("[^A-Za-z0-9.]+", "-") + "-";
    for (String kind : OTHER_IDS) {
      Json value = item.at("identifiers").at(kind);
      String text = value.items().isEmpty() ? value.text() : value.items().getFirst().text();
      if (!text.isEmpty()) {
        return stem + kind + "-" + text.replaceAll("[^A-Za-z0-9.]+", "-");
      }
    }
    String said = item.at("identifiers").text("summary") + item.texts("info");
    return stem + Digest.sha256(said.getBytes(UTF_8)).hex().substring(0, 8);
  }
}
