package dev.assay.sign.tuf;

import java.util.Locale;

/// Who signs what. Roles that targets delegates to are not read: what we fetch is targets' own.
enum Role {
  ROOT(512 << 10),
  TIMESTAMP(64 << 10),
  SNAPSHOT(4 << 20),
  TARGETS(4 << 20);

  private final int maxBytes;

  Role(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// As it is written: `root`.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String file() {
    return word() + ".json";
  }

  /// What a file may have where nobody says how long it is. Sigstore's have some kilobytes.
  int maxBytes() {
    return maxBytes;
  }
}
