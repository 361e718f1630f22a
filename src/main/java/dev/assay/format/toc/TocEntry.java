package dev.assay.format.toc;

import dev.assay.format.tar.TarKind;
import java.util.List;

/// One entry of a layer as its index lists it, in the order of the archive.
///
/// @param path as written
/// @param link target of a symbolic or hard link as written, else empty
/// @param isExecutable whether somebody may execute the file, or nobody says
/// @param sizeBytes of a file
/// @param chunks of a file, in order and without gaps
public record TocEntry(
    String path,
    TarKind kind,
    String link,
    boolean isExecutable,
    long sizeBytes,
    List<TocChunk> chunks) {
  public TocEntry {
    chunks = List.copyOf(chunks);
  }
}
