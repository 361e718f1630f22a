package dev.assay.advisory.db;

import dev.assay.model.DataSource;
import dev.assay.model.Vulnerability;
import java.util.List;

/// What one source tells about a vulnerability, or about a bundle of them.
///
/// @param source who tells it
/// @param vulnerability its words
/// @param bundled of a notice, the vulnerabilities it fixes; its words are used for them only where
///   nobody else has any
public record Details(DataSource source, Vulnerability vulnerability, List<String> bundled) {
  public Details {
    bundled = List.copyOf(bundled);
  }

  /// What a source tells about one vulnerability.
  public static Details of(DataSource source, Vulnerability vulnerability) {
    return new Details(source, vulnerability, List.of());
  }
}
