package dev.assay.report;

import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.KeyOrder;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import dev.assay.model.Report;
import dev.assay.model.Suppressed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One entry of a report's results: the distribution's packages, all installed packages of one
/// language, or one lock file or binary. There is one for everything that was looked at, also where
/// nothing was found in it.
///
/// @param name as people know it: `REF (alpine 3.10.9)`, `Node.js`, `app/package-lock.json`
/// @param kind what it is
/// @param type the distribution's family, or the analyzer's word
/// @param components sorted by name, version and path
/// @param findings sorted by package, version, severity (worst first), id and path
/// @param suppressed sorted like the findings
record Target(
    String name,
    Kind kind,
    String type,
    List<Placed> components,
    List<Finding> findings,
    List<Suppressed> suppressed) {
  /// Trivy's words for what a target is.
  enum Kind {
    OS_PACKAGES("os-pkgs"),
    LANGUAGE_PACKAGES("lang-pkgs");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    /// The kind of that word; empty for what holds no packages.
    static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
  }

  /// Analyzers whose packages are one target, however many files they were found in.
  private static final Map<String, String> ONE_TARGET =
      Map.of(
          "conan-package", "Conan",
          "conda-pkg", "Conda",
          "gemspec", "Ruby",
          "jar", "Java",
          "node-pkg", "Node.js",
          "nuspec", "NuGet",
          "python-pkg", "Python",
          "r-package", "R");

  private static final Comparator<Component> BY_COMPONENT =
      KeyOrder.by(Component::name)
          .thenComparing(Component::version)
          .thenComparing(Component::path)
          .thenComparing(Component::architecture)
          .thenComparing(Component::foundBy);

  /// Everything shown about a finding takes part, so that equal ones alone may swap places.
  static final Comparator<Finding> REPORT_ORDER =
      KeyOrder.<Finding, String>by(f -> f.placed().component().name())
          .thenComparing(f -> f.placed().component().version())
          .thenComparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(f -> f.vulnerability().id())
          .thenComparing(f -> f.placed().component(), BY_COMPONENT)
          .thenComparing(Finding::fixedVersion);

  private static final Comparator<Suppressed> SUPPRESSED_ORDER =
      KeyOrder.by(Suppressed::finding, REPORT_ORDER)
          .thenComparing(Suppressed::status)
          .thenComparing(Suppressed::source);

  private static final Comparator<Key> TARGET_ORDER =
      KeyOrder.by(Key::kind).thenComparing(Key::type).thenComparing(Key::path);

  Target {
    components = List.copyOf(components);
    findings = List.copyOf(findings);
    suppressed = List.copyOf(suppressed);
  }

  /// The targets of a report: the distribution first, then by type and path.
  static List<Target> of(Report report) {
    Map<Key, Parts> targets = new TreeMap<>(TARGET_ORDER);
    Optional<OperatingSystem> system = report.inventory().operatingSystem();
    if (system.isPresent()) {
      targets.put(Key.system(system, ""), new Parts());
    }
    Parts latest = new Parts(); // thousands of one target stand together
    String latestBy = "";
    for (Placed placed : report.inventory().components()) {
      Component component = placed.component();
      if (component.type().isSystem() || !component.foundBy().equals(latestBy)) {
        latest = parts(targets, system, component);
        boolean isOneOfMany = !component.type().isSystem() && isOfMany(component.foundBy());
        latestBy = isOneOfMany ? component.foundBy() : "";
      }
      latest.components.add(placed);
    }
    for (Finding finding : report.findings()) {
      parts(targets, system, finding.placed().component()).findings.add(finding);
    }
    for (Suppressed suppressed : report.suppressed()) {
      parts(targets, system, suppressed.finding().placed().component()).suppressed.add(suppressed);
    }
    List<Target> sorted = new ArrayList<>();
    targets.forEach((key, parts) -> sorted.add(parts.toTarget(key, key.title(report))));
    return sorted;
  }

  private static Parts parts(
      Map<Key, Parts> targets, Optional<OperatingSystem> system, Component component) {
    Key key =
        component.type().isSystem()
            ? Key.system(system, component.foundBy())
            : new Key(
                Kind.LANGUAGE_PACKAGES,
                component.foundBy(),
                ONE_TARGET.containsKey(component.foundBy()) ? "" : component.path());
    return targets.computeIfAbsent(key, _ -> new Parts());
  }

  /// Whether packages that this analyzer finds are one target, whatever files they are in.
  static boolean isOfMany(String analyzer) {
    return ONE_TARGET.containsKey(analyzer);
  }

  /// Whether a component of the target says more by its own path than the target's name does.
  boolean hasManyFiles() {
    return ONE_TARGET.containsKey(type);
  }

  /// What makes a target a target.
  ///
  /// @param path empty where the target has many
  private record Key(Kind kind, String type, String path) {
    static Key system(Optional<OperatingSystem> system, String foundBy) {
      return new Key(Kind.OS_PACKAGES, system.map(OperatingSystem::family).orElse(foundBy), "");
    }

    String title(Report report) {
      if (kind == Kind.OS_PACKAGES) {
        String release =
            report
                .inventory()
                .operatingSystem()
                .map(os -> os.family() + " " + os.name())
                .orElse(type);
        return report.artifactName() + " (" + release.strip() + ")";
      }
      return ONE_TARGET.getOrDefault(type, path.isEmpty() ? type : path);
    }
  }

  /// A target as it fills up.
  private static final class Parts {
    private final List<Placed> components = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Suppressed> suppressed = new ArrayList<>();

    private Target toTarget(Key key, String title) {
      components.sort((a, b) -> BY_COMPONENT.compare(a.component(), b.component()));
      findings.sort(REPORT_ORDER);
      suppressed.sort(SUPPRESSED_ORDER);
      return new Target(title, key.kind(), key.type(), components, findings, suppressed);
    }
  }
}
