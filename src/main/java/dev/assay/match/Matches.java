package dev.assay.match;

import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.PackageType;
import java.util.List;
import java.util.Set;

/// What an inventory comes to, held against the advisories.
///
/// @param findings all of them, in report order
/// @param gaps the components that the answer is silent about, sorted: those that have advisories
///   but a version that nobody can compare, and those that no advisory in the database could be
///   about
/// @param unmatched the types of the latter
public record Matches(List<Finding> findings, List<Gap> gaps, Set<PackageType> unmatched) {
  public Matches {
    findings = List.copyOf(findings);
    gaps = List.copyOf(gaps);
  }
}
