package dev.assay.advisory.db;

import java.util.HexFormat;
import java.util.Optional;

/// A file of a package repository.
///
/// @param name of the package, as components have it: Maven's as `group:artifact`
/// @param version of the package
public record PublishedFile(String name, String version) {
  private static final int SHA1_DIGITS = 40;

  byte[] pack() {
    return new Packer().text(name).text(version).toBytes();
  }

  static PublishedFile unpack(Unpacker record) throws Unpacker.Damaged {
    return new PublishedFile(record.text(), record.text());
  }

  /// The key that a file is found by; empty where the text is no SHA-1.
  static Optional<byte[]> key(String sha1) {
    boolean isDigest = sha1.length() == SHA1_DIGITS && sha1.chars().allMatch(HexFormat::isHexDigit);
    return isDigest ? Optional.of(HexFormat.of().parseHex(sha1)) : Optional.empty();
  }
}
