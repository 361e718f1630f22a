package dev.assay.sign.tuf;

import java.util.Optional;

/// Where files come from. Nobody needs to trust it.
@FunctionalInterface
public interface Mirror {
  /// A file; empty where the mirror has none of that name.
  ///
  /// @param path such as `5.root.json` or `targets/SHA256.trusted_root.json`
  /// @param maxBytes a longer one is refused
  /// @throws dev.assay.failure.Failure where the bytes do not arrive, or are too many
  Optional<byte[]> get(String path, int maxBytes);
}
