package dev.assay.match;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is special about the advisories of distributions that use rpm.
///
/// Names. Red Hat and those who rebuild it, Oracle, Amazon and Fedora name every package that a
/// notice ships; SUSE, Rocky's OSV, Azure Linux and Photon name source packages.
///
/// Modules. A distribution offers streams of one package beside each other (`nodejs:18`,
/// `nodejs:20`), told apart by a label in the package and `.module` in its release. A notice about
/// one stream says nothing about another stream, nor about the package outside of modules, and the
/// other way round.
final class RpmRules {
  private static final Set<String> BY_SOURCE =
      Set.of(
          "azurelinux",
          "cbl-mariner",
          "opensuse-leap",
          "opensuse-tumbleweed",
          "photon",
          "rocky",
          "slem",
          "sles");

  /// Where the part of a release that names a distribution or a module begins:
  /// `91.3.0-2.el8_4.alma`, `1:6.14.11-1.12.20.1.1.module_el8.3.0+2023+d2377ea3`.
  private static final Pattern BUILD_MARK =
      Pattern.compile("\\.(module[_+]|el[0-9]|fc[0-9]|amzn[0-9]|cm[0-9]|azl[0-9]|ph[0-9])");

  private static final String MODULE = ".module";
  private static final Pattern MINOR = Pattern.compile("\\.el([0-9]+)_([0-9]+)");

  private RpmRules() {}

  /// Whether advisories of that ecosystem name source packages.
  static boolean isBySource(Ecosystem ecosystem) {
    return BY_SOURCE.contains(ecosystem.name());
  }

  /// Whether advisories of that ecosystem name packages as well as their source packages: what has
  /// no fix yet is named by its source at Red Hat; and at SUSE one publication does this, another
  /// that.
  static boolean isByBothNames(Ecosystem ecosystem) {
    return switch (ecosystem.name()) {
      case "redhat", "sles", "slem", "opensuse-leap", "opensuse-tumbleweed" -> true;
      default -> false;
    };
  }

  /// What of an advisory speaks of that build of a package and not of one beside it; empty where
  /// nothing does. One notice may list builds of a module and others of the same name.
  static Optional<Advisory> heard(Advisory advisory, Component component) {
    return Optional.of(component.type() == PackageType.RPM ? ofKind(advisory, component) : advisory)
        .filter(each -> speaksOf(each, component));
  }

  /// The advisory with the builds of one kind alone, where it has both.
  private static Advisory ofKind(Advisory advisory, Component component) {
    List<AffectedRange> modular =
        advisory.ranges().stream().filter(range -> range.fixed().contains(MODULE)).toList();
    if (modular.isEmpty() || modular.size() == advisory.ranges().size()) {
      return advisory;
    }
    List<AffectedRange> others = new ArrayList<>(advisory.ranges());
    others.removeAll(modular);
    boolean isModular = isModular(component);
    return new Advisory(
        advisory.id(),
        advisory.aliases(),
        advisory.vendorIds(),
        advisory.source(),
        advisory.packageName(),
        isModular ? modular : others,
        advisory.versions(),
        advisory.status(),
        advisory.severity(),
        isModular || advisory.moduleStreams().isEmpty() ? advisory.note() : "");
  }

  private static boolean speaksOf(Advisory advisory, Component component) {
    if (component.type() != PackageType.RPM) {
      return true;
    }
    if (isNoVulnerability(advisory)) {
      return false;
    }
    boolean isModular = has(advisory, MODULE) || !advisory.moduleStreams().isEmpty();
    boolean hasFlavour =
        has(advisory, ".ksplice") == component.version().contains(".ksplice")
            && has(advisory, "_fips") == component.version().contains("_fips");
    return hasFlavour && isModular == isModular(component) && isOfStream(advisory, component);
  }

  /// A notice that fixes bugs or brings features, and names no CVE.
  private static boolean isNoVulnerability(Advisory advisory) {
    String id = advisory.id();
    return id.length() > 4
        && (id.startsWith("BA-", 2) || id.startsWith("EA-", 2))
        && Character.isUpperCase(id.charAt(0));
  }

  private static boolean has(Advisory advisory, String mark) {
    return advisory.ranges().stream().anyMatch(range -> range.fixed().contains(mark));
  }

  private static boolean isModular(Component component) {
    return !component.detail("modularitylabel").isEmpty() || component.version().contains(MODULE);
  }

  /// A title that names no stream may mean any, as may a package without a label.
  private static boolean isOfStream(Advisory advisory, Component component) {
    List<String> streams = advisory.moduleStreams();
    String label = component.detail("modularitylabel");
    return streams.isEmpty() || label.isEmpty() || streams.contains(stream(label));
  }

  /// `nodejs:12` of `nodejs:12:8030020201124152102:229f0a1c`.
  private static String stream(String label) {
    int name = label.indexOf(':');
    int end = label.indexOf(':', name + 1);
    return name < 0 || end < 0 ? label : label.substring(0, end);
  }

  /// The ranges, those together that are builds of one fix: all versions below the same version and
  /// release, made for several repositories. Whoever has the lowest of those has the fix; OSV's
  /// rule, affected where any range holds, would call the other build unfixed forever.
  static Collection<List<AffectedRange>> byFix(List<AffectedRange> ranges) {
    var groups = new LinkedHashMap<Object, List<AffectedRange>>();
    for (AffectedRange range : ranges) {
      boolean isFromStart = "0".equals(range.introduced()) || range.introduced().isEmpty();
      Object key = isFromStart && !range.fixed().isEmpty() ? unmarked(range.fixed()) : range;
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(range);
    }
    return groups.values();
  }

  /// The minor release that a build was made for: `8.6` of `1.2-4.el8_6.2`; empty where its release
  /// names none.
  static String minorRelease(String version) {
    Matcher mark = MINOR.matcher(version);
    return mark.find() ? mark.group(1) + "." + mark.group(2) : "";
  }

  private static String unmarked(String version) {
    Matcher mark = BUILD_MARK.matcher(version);
    return mark.find() ? version.substring(0, mark.start()) : version;
  }
}
