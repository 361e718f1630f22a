package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.version.Requirement;
import dev.assay.version.VersionScheme;
import dev.assay.version.VersionSet;
import java.util.List;
import java.util.regex.Pattern;

/// Which versions an `affected` entry of a CVE record means: `versions`, each a single `version` or
/// the stretch from it to `lessThan` or `lessThanOrEqual` (`*` is for ever), with a status that
/// `changes` may turn on the way; whatever no entry is about has the `defaultStatus`.
///
/// Source: <https://github.com/CVEProject/cve-schema/blob/main/schema/docs/versions.md>
final class CveVersions {
  private static final Pattern COMPARISON = Pattern.compile("\\s*[<>=].*");
  private static final Pattern SHORT = Pattern.compile("[0-9]+(\\.[0-9]+)?");
  private static final Pattern NOTHING = Pattern.compile("(?i)n/?a|unspecified|unknown|-|");

  private final VersionScheme scheme;

  CveVersions(VersionScheme scheme) {
    this.scheme = scheme;
  }

  /// The affected ones.
  ///
  /// @throws InputFailure where a version is none
  VersionSet affected(Json entry) {
    VersionSet set = VersionSet.none(scheme);
    VersionSet spoken = VersionSet.none(scheme);
    for (Json each : entry.at("versions").items()) {
      VersionSet stretch = stretch(each);
      spoken = spoken.or(stretch);
      if (each.text("status").equals("affected")) {
        set = set.or(stretch);
      }
      set = changed(set, stretch, each);
    }
    for (Json each : entry.at("versions").items()) {
      if (each.text("status").equals("unaffected")) {
        set = set.and(stretch(each).not());
      }
    }
    return entry.text("defaultStatus").equals("affected") ? set.or(spoken.not()) : set;
  }

  /// A change that says again what held before tells of another branch: with `unaffected` at 5.4.1
  /// and again at 5.5.1, 5.5 before that is affected.
  private VersionSet changed(VersionSet set, VersionSet stretch, Json each) {
    VersionSet result = set;
    String status = each.text("status");
    for (Json change : each.at("changes").items()) {
      String at = version(change.text("at"));
      VersionSet rest = stretch.and(VersionSet.from(scheme, at));
      boolean isBranch = status.equals("unaffected") && change.text("status").equals(status);
      status = change.text("status");
      result = status.equals("affected") ? result.or(rest) : result.and(rest.not());
      int dot = at.lastIndexOf('.');
      if (isBranch && dot > 0) {
        VersionSet branch = VersionSet.from(scheme, version(at.substring(0, dot)));
        result = result.or(branch.and(VersionSet.before(scheme, at)));
      }
    }
    return result;
  }

  private VersionSet stretch(Json each) {
    String start = each.text("version").strip();
    if (COMPARISON.matcher(start).matches()) {
      return Requirement.comparing(scheme).read(start);
    }
    String before = each.text("lessThan").strip();
    String last = each.text("lessThanOrEqual").strip();
    boolean isFirst = start.equals("0") || start.equals("*");
    if (before.isEmpty() && last.isEmpty()) {
      return NOTHING.matcher(start).matches()
          ? VersionSet.none(scheme)
          : isFirst ? VersionSet.all(scheme) : VersionSet.only(scheme, version(start));
    }
    VersionSet from =
        isFirst || NOTHING.matcher(start).matches()
            ? VersionSet.all(scheme)
            : VersionSet.from(scheme, version(start));
    if (before.equals("*") || last.equals("*")) {
      return from;
    }
    return from.and(
        before.isEmpty()
            ? VersionSet.upTo(scheme, version(last))
            : VersionSet.before(scheme, version(before)));
  }

  /// Records write `2` or `2.1` also where a version has three numbers. A version `0` without end
  /// is where all versions begin, since there is none of that name.
  private String version(String text) {
    for (String version : List.of(text, text + ".0", text + ".0.0")) {
      if (scheme.isValid(version) && (version.equals(text) || SHORT.matcher(text).matches())) {
        return version;
      }
    }
    throw new InputFailure("`" + Words.shown(text) + "` is no version");
  }
}
