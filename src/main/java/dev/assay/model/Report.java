package dev.assay.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The answer of one scan; every output format is written from it alone.
///
/// @param artifactName as the user typed it
/// @param artifactType Trivy's word: `container_image`, `filesystem`, `repository`, …
/// @param image the image, where it is one
/// @param inventory what is in it
/// @param findings after filters, in report order
/// @param suppressed what the user's rules took out
/// @param evidence what the answer rests on; empty outside of images
/// @param database the advisories it was held against
/// @param unmatched the kinds of packages of which some could not be held against advisories: no
///   finding in them means nothing
/// @param receipt what it cost
/// @param notices sentences that every format shows: end of life, stale database, nothing
///   recognised
public record Report(
    String artifactName,
    String artifactType,
    Optional<ImageFacts> image,
    Inventory inventory,
    List<Finding> findings,
    List<Suppressed> suppressed,
    Optional<Evidence> evidence,
    DatabaseFacts database,
    Set<PackageType> unmatched,
    Receipt receipt,
    List<String> notices)
    implements ScanResult {
  public Report {
    findings = List.copyOf(findings);
    suppressed = List.copyOf(suppressed);
    unmatched = Collections.unmodifiableSet(new TreeSet<>(unmatched));
    notices = List.copyOf(notices);
  }

  /// The same under another name.
  public Report named(String name) {
    return new Report(
        name,
        artifactType,
        image,
        inventory,
        findings,
        suppressed,
        evidence,
        database,
        unmatched,
        receipt,
        notices);
  }

  /// The same with other findings, by another policy.
  public Report with(List<Finding> kept, List<Suppressed> takenOut) {
    return new Report(
        artifactName,
        artifactType,
        image,
        inventory,
        kept,
        takenOut,
        evidence,
        database,
        unmatched,
        receipt,
        notices);
  }

  /// The same of another inventory.
  public Report with(Inventory other) {
    return new Report(
        artifactName,
        artifactType,
        image,
        other,
        findings,
        suppressed,
        evidence,
        database,
        unmatched,
        receipt,
        notices);
  }

  /// The same with these notices instead of its own.
  public Report noting(List<String> sentences) {
    return new Report(
        artifactName,
        artifactType,
        image,
        inventory,
        findings,
        suppressed,
        evidence,
        database,
        unmatched,
        receipt,
        sentences);
  }
}
