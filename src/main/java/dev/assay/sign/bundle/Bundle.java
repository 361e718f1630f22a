package dev.assay.sign.bundle;

import dev.assay.sign.crypto.Octets;
import java.util.List;

/// A Sigstore bundle.
///
/// Source: <https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto>
///
/// @param version `0.1`, `0.2` or `0.3`; `legacy` for what cosign wrote before bundles
/// @param timestamps RFC 3161 responses
public record Bundle(
    String version,
    Material material,
    List<LogEntry> entries,
    List<Octets> timestamps,
    Content content) {
  /// Media type of the bundles that are written now.
  public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  /// What all their media types have in common.
  public static final String MEDIA_TYPE_PREFIX = "application/vnd.dev.sigstore.bundle";

  /// The version of what cosign wrote before bundles.
  public static final String LEGACY = "legacy";

  public Bundle {
    entries = List.copyOf(entries);
    timestamps = List.copyOf(timestamps);
  }

  /// Whether a log's promise is enough; later versions want its proof.
  public boolean allowsPromiseAlone() {
    return version.equals("0.1") || version.equals(LEGACY);
  }
}
