package dev.assay.advisory;

import dev.assay.advisory.db.Manifest;
import java.util.List;

/// What a build made, and of what.
///
/// @param manifest the database that is now in use
/// @param readings one for each source, in the order read
public record BuildSummary(Manifest manifest, List<SourceReading> readings) {
  public BuildSummary {
    readings = List.copyOf(readings);
  }
}
