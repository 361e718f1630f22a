package dev.assay.model;

import java.util.List;

/// How bad one source thinks a vulnerability is.
///
/// @param source the data source's id: `nvd`, `ghsa`, `redhat`, …
/// @param severity its word, or what its scores amount to
/// @param vectors its CVSS vectors, at most one for each version
public record Rating(String source, Severity severity, List<Cvss> vectors) {
  public Rating {
    vectors = List.copyOf(vectors);
  }
}
