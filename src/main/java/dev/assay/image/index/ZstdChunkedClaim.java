package dev.assay.image.index;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.util.Map;
import java.util.Optional;

/// What a layer's descriptor says of a zstd:chunked table of contents. There are two dialects:
/// Podman's, and that of containerd's converter, which announces the same table a second time under
/// the name that eStargz has for its own.
///
/// @param position of the table, as `ZstdChunkedPosition` reads it
/// @param stored the digest of the table as stored
/// @param unpacked the digest of the table unpacked, where it is announced
public record ZstdChunkedClaim(String position, Digest stored, Optional<Digest> unpacked) {
  private static final String PODMAN = "io.github.containers.zstd-chunked.";
  private static final String CONTAINERD = "io.containers.zstd-chunked.";
  private static final String POSITION = "manifest-position";
  private static final String CHECKSUM = "manifest-checksum";

  /// What a descriptor says.
  ///
  /// @return empty where it says nothing of such a table
  /// @throws InputFailure where it says two things: runtimes would disagree on what the layer is
  public static Optional<ZstdChunkedClaim> of(Map<String, String> annotations) {
    Optional<ZstdChunkedClaim> podman = of(annotations, PODMAN);
    Optional<ZstdChunkedClaim> containerd = of(annotations, CONTAINERD);
    String stargz = annotations.getOrDefault(TocIndex.STARGZ_DIGEST, "");
    boolean hasOther =
        !stargz.isEmpty() || containerd.filter(c -> !podman.equals(Optional.of(c))).isPresent();
    if (podman.isPresent() && hasOther) {
      throw new InputFailure("the manifest names two tables of contents");
    }
    Optional<Digest> unpacked =
        stargz.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(stargz));
    return podman
        .or(() -> containerd)
        .map(claim -> new ZstdChunkedClaim(claim.position, claim.stored, unpacked));
  }

  private static Optional<ZstdChunkedClaim> of(Map<String, String> annotations, String dialect) {
    String position = annotations.getOrDefault(dialect + POSITION, "");
    String checksum = annotations.getOrDefault(dialect + CHECKSUM, "");
    if (position.isEmpty() && checksum.isEmpty()) {
      return Optional.empty();
    }
    if (position.isEmpty() || checksum.isEmpty()) {
      throw new InputFailure("the manifest says only half of where its table of contents is");
    }
    return Optional.of(new ZstdChunkedClaim(position, Digest.parse(checksum), Optional.empty()));
  }
}
