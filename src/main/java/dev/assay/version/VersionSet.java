package dev.assay.version;

import dev.assay.model.AffectedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/// A set of versions in the order of one scheme, such as what a requirement allows: cuts through
/// the order, each of which leads into the set or out of it.
///
/// Sources that state what is patched or unaffected instead of what is affected need `not`:
/// `patched.or(unaffected).not().ranges()`.
public final class VersionSet {
  /// A place in the order right before a version or right after it.
  private record Cut(String version, boolean after) {}

  private final VersionScheme scheme;
  private final boolean holdsFirst;
  private final List<Cut> cuts;

  private VersionSet(VersionScheme scheme, boolean holdsFirst, List<Cut> cuts) {
    this.scheme = scheme;
    this.holdsFirst = holdsFirst;
    this.cuts = List.copyOf(cuts);
  }

  /// Every version there is.
  public static VersionSet all(VersionScheme scheme) {
    return new VersionSet(scheme, true, List.of());
  }

  /// No version.
  public static VersionSet none(VersionScheme scheme) {
    return all(scheme).not();
  }

  /// `< version`
  public static VersionSet before(VersionScheme scheme, String version) {
    return new VersionSet(scheme, true, List.of(new Cut(version, false)));
  }

  /// `<= version`
  public static VersionSet upTo(VersionScheme scheme, String version) {
    return new VersionSet(scheme, true, List.of(new Cut(version, true)));
  }

  /// `>= version`
  public static VersionSet from(VersionScheme scheme, String version) {
    return before(scheme, version).not();
  }

  /// `> version`
  public static VersionSet after(VersionScheme scheme, String version) {
    return upTo(scheme, version).not();
  }

  /// `= version`
  public static VersionSet only(VersionScheme scheme, String version) {
    return from(scheme, version).and(upTo(scheme, version));
  }

  /// What is in either.
  public VersionSet or(VersionSet other) {
    return joined(other, Boolean::logicalOr);
  }

  /// What is in both.
  public VersionSet and(VersionSet other) {
    return joined(other, Boolean::logicalAnd);
  }

  /// All that is not in it.
  public VersionSet not() {
    return new VersionSet(scheme, !holdsFirst, cuts);
  }

  /// Whether nothing is in it.
  public boolean isEmpty() {
    return !holdsFirst && cuts.isEmpty();
  }

  /// Whether the version is in it.
  public boolean holds(String version) {
    boolean inside = holdsFirst;
    for (Cut cut : cuts) {
      int order = scheme.compare(cut.version(), version);
      if (order > 0 || (order == 0 && cut.after())) {
        return inside;
      }
      inside = !inside;
    }
    return inside;
  }

  /// The same as ranges, in order; as an advisory states what is affected.
  public List<AffectedRange> ranges() {
    List<AffectedRange> ranges = new ArrayList<>();
    int next = 0;
    if (holdsFirst) {
      next = 1;
      ranges.add(cuts.isEmpty() ? AffectedRange.ALL : range(new Cut("", false), 0));
    }
    for (; next < cuts.size(); next += 2) {
      ranges.add(range(cuts.get(next), next + 1));
    }
    return List.copyOf(ranges);
  }

  private AffectedRange range(Cut start, int end) {
    Cut stop = end < cuts.size() ? cuts.get(end) : new Cut("", false);
    String fixed = stop.after() ? "" : stop.version();
    String last = stop.after() ? stop.version() : "";
    return new AffectedRange(start.version(), fixed, last, start.after());
  }

  private VersionSet joined(VersionSet other, BinaryOperator<Boolean> operator) {
    List<Cut> joined = new ArrayList<>();
    boolean mine = holdsFirst;
    boolean theirs = other.holdsFirst;
    boolean first = operator.apply(mine, theirs);
    boolean inside = first;
    int i = 0;
    int j = 0;
    while (i < cuts.size() || j < other.cuts.size()) {
      int order =
          i == cuts.size()
              ? 1
              : j == other.cuts.size() ? -1 : compare(cuts.get(i), other.cuts.get(j));
      Cut cut = order <= 0 ? cuts.get(i) : other.cuts.get(j);
      if (order <= 0) {
        mine = !mine;
        i++;
      }
      if (order >= 0) {
        theirs = !theirs;
        j++;
      }
      if (operator.apply(mine, theirs) != inside) {
        inside = !inside;
        joined.add(cut);
      }
    }
    return new VersionSet(scheme, first, joined);
  }

  private int compare(Cut a, Cut b) {
    int byVersion = scheme.compare(a.version(), b.version());
    return byVersion != 0 ? byVersion : Boolean.compare(a.after(), b.after());
  }

  /// Such as `>=1.0 <1.2, >2.0`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (AffectedRange range : ranges()) {
      text.append(text.isEmpty() ? "" : ", ").append(text(range));
    }
    return text.toString();
  }

  private static String text(AffectedRange range) {
    String start = (range.excludesIntroduced() ? ">" : ">=") + range.introduced();
    String end = range.lastAffected().isEmpty() ? "<" + range.fixed() : "<=" + range.lastAffected();
    List<String> ends = new ArrayList<>(List.of(start, end));
    ends.removeIf(one -> one.endsWith("=") || one.endsWith("<"));
    return ends.isEmpty() ? "*" : String.join(" ", ends);
  }
}
