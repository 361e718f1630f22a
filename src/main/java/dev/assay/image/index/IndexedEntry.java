package dev.assay.image.index;

import dev.assay.format.tar.TarKind;
import java.util.List;

/// An entry of a layer as an index lists it.
///
/// @param path as written
/// @param link target of a link as written, else empty
/// @param isExecutable whether somebody may execute the file, or nobody says
/// @param order grows with each entry: what stands before what
/// @param sizeBytes of a file
/// @param slices of a file, in order; together as long as the file
public record IndexedEntry(
    String path,
    TarKind kind,
    String link,
    boolean isExecutable,
    long order,
    long sizeBytes,
    List<Slice> slices) {
  public IndexedEntry {
    slices = List.copyOf(slices);
  }
}
