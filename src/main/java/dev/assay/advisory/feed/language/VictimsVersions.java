package dev.assay.advisory.feed.language;

import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.model.AffectedRange;
import dev.assay.version.Maven;
import dev.assay.version.Pep440;
import dev.assay.version.VersionScheme;
import dev.assay.version.VersionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Versions as the Victims database states them: a comparison and, behind a comma, the series
/// within which it holds. `<=2.12.2,2.12` is what begins with 2.12, pre-releases of it included,
/// and is not after 2.12.2.
///
/// Source: <https://github.com/victims/victims-cve-db#version-string-common>
///
/// @param earliest what makes a version the first of those that begin with it
record VictimsVersions(VersionScheme scheme, String earliest) {
  static final VictimsVersions JAVA = new VictimsVersions(new Maven(), "-alpha-alpha");
  static final VictimsVersions PYTHON = new VictimsVersions(new Pep440(), ".dev0");

  private static final Pattern STRING =
      Pattern.compile("\\s*(<=|>=|==|=|<|>)\\s*([^,\\s]+)\\s*(?:,\\s*([^,\\s]+)\\s*)?");
  private static final Pattern NUMBERS = Pattern.compile("([0-9]+(?:\\.[0-9]+)*).*");

  /// The comparisons of one series: `<=2.7.1,2` beside `>=2.1,2` is meant as both.
  private static final class Bounds {
    private Optional<VersionSet> upper = Optional.empty();
    private Optional<VersionSet> lower = Optional.empty();

    private void add(String comparison, VersionSet set) {
      if (comparison.startsWith("<")) {
        upper = Optional.of(upper.map(set::or).orElse(set));
      } else {
        lower = Optional.of(lower.map(set::or).orElse(set));
      }
    }

    private VersionSet both(VersionScheme scheme) {
      VersionSet all = VersionSet.all(scheme);
      return upper.orElse(all).and(lower.orElse(all));
    }
  }

  /// What is affected, with the fixes that are stated beside.
  List<AffectedRange> ranges(List<String> affected, List<String> fixed) {
    VersionSet set = VersionSet.none(scheme);
    Map<String, Bounds> series = new TreeMap<>();
    for (String text : affected) {
      VersionSet one = set(text);
      Matcher matcher = STRING.matcher(text);
      if (matcher.matches() && matcher.group(1).matches("[<>]=?")) {
        String within = Optional.ofNullable(matcher.group(3)).orElse("");
        series.computeIfAbsent(within, s -> new Bounds()).add(matcher.group(1), one);
      } else {
        set = set.or(one);
      }
    }
    for (Bounds bounds : series.values()) {
      set = set.or(bounds.both(scheme));
    }
    List<String> fixes = new ArrayList<>();
    for (String text : fixed) {
      Matcher matcher = STRING.matcher(text);
      if (matcher.matches() && matcher.group(1).endsWith("=") && !matcher.group(1).equals("<=")) {
        fixes.add(matcher.group(2));
      }
    }
    return Requirements.withFixes(set, fixes);
  }

  private VersionSet set(String text) {
    Matcher matcher = STRING.matcher(text);
    if (!matcher.matches()) {
      throw new InputFailure("`" + Words.shown(text) + "` is no version");
    }
    String version = matcher.group(2);
    VersionSet series =
        Optional.ofNullable(matcher.group(3)).map(this::series).orElse(VersionSet.all(scheme));
    return switch (matcher.group(1)) {
      case "<=" -> VersionSet.upTo(scheme, version).and(series);
      case "<" -> VersionSet.before(scheme, version).and(series);
      case ">=" -> VersionSet.from(scheme, version).and(series);
      case ">" -> VersionSet.after(scheme, version).and(series);
      default -> VersionSet.only(scheme, version);
    };
  }

  /// From the first version that begins so to before the first of the next series. A series may end
  /// in a vendor's suffix, `6.1.0-jbossas-`: the number counts.
  private VersionSet series(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    if (!matcher.matches()) {
      throw new InputFailure("`" + Words.shown(text) + "` is no series");
    }
    String number = matcher.group(1);
    int dot = number.lastIndexOf('.') + 1;
    if (number.length() - dot > 9) {
      throw new InputFailure("`" + Words.shown(text) + "` is no series");
    }
    String next = number.substring(0, dot) + (Integer.parseInt(number.substring(dot)) + 1);
    return VersionSet.from(scheme, number + earliest)
        .and(VersionSet.before(scheme, next + earliest));
  }
}
