package dev.assay.match;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.PackageType;
import java.util.List;
import java.util.Set;
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
///
/// Kernels. Headers, documentation and symbol lists are built from the kernel's source, so notices
/// list them, but nothing of them runs: images have them because a compiler needs them.
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

  private static final Pattern NOT_RUNNING =
      Pattern.compile(
          "kernel(-[a-z0-9]+)*-(headers|devel|devel-matched|doc|abi-stablelists|abi-whitelists)"
              + "|linux-(api-headers|glibc-devel)");

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

  /// Whether the component can have findings at all.
  ///
  /// A package of Remi's repository has a release that ends so; it replaces one of the distribution
  /// with another line of versions.
  static boolean isSubject(Component component) {
    return component.type() != PackageType.RPM
        || (!NOT_RUNNING.matcher(component.name()).matches()
            && !component.version().endsWith(".remi"));
  }

  /// Whether the advisory speaks of that build of a package and not of one beside it.
  static boolean speaksOf(Advisory advisory, Component component) {
    if (component.type() != PackageType.RPM) {
      return true;
    }
    if (isNoVulnerability(advisory)) {
      return false;
    }
    boolean isModular = has(advisory, ".module") || !advisory.moduleStreams().isEmpty();
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
    return !component.detail("modularitylabel").isEmpty()
        || component.version().contains(".module");
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

  /// Whether the ranges are builds of one fix, each in another repository: whoever has the lowest
  /// has the fix.
  static boolean areAlternatives(List<AffectedRange> ranges) {
    return ranges.size() > 1
        && ranges.stream()
            .allMatch(r ->
                !r.fixed().isEmpty() && ("0".equals(r.introduced()) || r.introduced().isEmpty()));
  }
}
