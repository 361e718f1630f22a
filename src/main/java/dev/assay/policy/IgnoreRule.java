package dev.assay.policy;

import dev.assay.format.text.Glob;
import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Purl;
import dev.assay.model.Vulnerability;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A vulnerability the user has decided about.
///
/// @param id any of its ids
/// @param paths globs; where there are some, one must match the component's path
/// @param purls where there are some, one must match the component; without a version any matches
/// @param expires from that day on the rule does not apply
/// @param statement the reason, or empty
/// @param status what reports call it: `ignored`, or a VEX status
/// @param source the file that says so
/// @param line in that file, from 1; 0 where it has none
public record IgnoreRule(
    String id,
    List<String> paths,
    List<Purl> purls,
    Optional<LocalDate> expires,
    String statement,
    String status,
    String source,
    int line) {
  public IgnoreRule {
    paths = List.copyOf(paths);
    purls = List.copyOf(purls);
  }

  /// Whether the rule no longer applies on that day.
  public boolean isExpired(LocalDate today) {
    return expires.isPresent() && !today.isBefore(expires.get());
  }

  /// Whether the rule is about that finding.
  ///
  /// @param system the distribution the component was found in
  boolean covers(Finding finding, Optional<OperatingSystem> system) {
    Vulnerability vulnerability = finding.vulnerability();
    Component component = finding.placed().component();
    return (vulnerability.id().equals(id) || vulnerability.aliases().contains(id))
        && (paths.isEmpty() || isAt(component.path()))
        && (purls.isEmpty() || Purl.of(component, system).filter(this::isOneOf).isPresent());
  }

  private boolean isAt(String path) {
    return paths.stream().anyMatch(glob -> Glob.parse(glob).matches(path));
  }

  private boolean isOneOf(Purl component) {
    return purls.stream().anyMatch(purl -> isSame(purl, component));
  }

  /// Every part that the rule names must be the component's.
  private static boolean isSame(Purl rule, Purl component) {
    return rule.type().equals(component.type())
        && rule.namespace().equals(component.namespace())
        && rule.name().equals(component.name())
        && (rule.version().isEmpty() || rule.version().equals(component.version()))
        && component.qualifiers().entrySet().containsAll(rule.qualifiers().entrySet());
  }
}
