package dev.assay.sign.tuf;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.sign.crypto.Octets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A role's file. That it is read does not say that anybody signed it.
///
/// @param name for messages: `5.root.json`
/// @param bytes as they came
/// @param version from 1
/// @param expires when it must not be believed any more
/// @param signed what was signed
/// @param signatures by the id of the key
record SignedFile(
    String name,
    Octets bytes,
    long version,
    Instant expires,
    Json signed,
    Map<String, Octets> signatures) {
  private static final int MAX_SIGNATURES = 256;

  SignedFile {
    signatures = Map.copyOf(signatures);
  }

  /// A file that a role lists, by its name there.
  ///
  /// @param version of metadata; 0 for other files
  /// @param length bytes; empty where it is not said
  /// @param hashes by algorithm, in hexadecimal digits
  record Listed(long version, Optional<Long> length, Map<String, String> hashes) {
    Listed {
      hashes = Map.copyOf(hashes);
    }
  }

  /// Reads a file of a role.
  ///
  /// @throws Distrusted where it is none
  static SignedFile read(byte[] content, Role role, String name) throws Distrusted {
    try {
      Json document = ExactKeys.parse(content, name);
      Json signed = document.at("signed");
      if (!signed.text("_type").equals(role.word())) {
        throw new Distrusted(name + " is of the type `" + signed.text("_type") + "`");
      }
      if (!signed.text("spec_version").startsWith("1.")) {
        throw new Distrusted(
            name + " is of version `" + signed.text("spec_version") + "` of the framework");
      }
      long version = signed.at("version").whole().filter(v -> v > 0).orElse(0L);
      if (version == 0) {
        throw new Distrusted(name + " has no version");
      }
      return new SignedFile(
          name,
          Octets.of(content),
          version,
          Instant.parse(signed.text("expires")),
          signed,
          signatures(document.at("signatures"), name));
    } catch (InputFailure e) {
      throw new Distrusted(String.valueOf(e.getMessage()));
    } catch (DateTimeException e) {
      throw new Distrusted(name + " does not say when it expires");
    }
  }

  private static Map<String, Octets> signatures(Json list, String name) throws Distrusted {
    Map<String, Octets> signatures = new LinkedHashMap<>();
    if (list.items().size() > MAX_SIGNATURES) {
      throw new Distrusted(name + " has " + list.items().size() + " signatures");
    }
    for (Json signature : list.items()) {
      try {
        Octets bytes = Octets.of(HexFormat.of().parseHex(signature.text("sig")));
        if (signatures.put(signature.text("keyid"), bytes) != null) {
          throw new Distrusted(name + " has two signatures of one key");
        }
      } catch (IllegalArgumentException e) {
        throw new Distrusted(name + " has a signature that is not hexadecimal");
      }
    }
    return signatures;
  }

  /// The entry of that name in `meta` or `targets`.
  Optional<Listed> listed(String field, String file) {
    Json entry = signed.at(field).at(file);
    if (entry.isNull()) {
      return Optional.empty();
    }
    Map<String, String> hashes = new LinkedHashMap<>();
    entry.at("hashes").members().forEach((name, digest) -> hashes.put(name, digest.text()));
    return Optional.of(
        new Listed(entry.at("version").whole().orElse(0L), entry.at("length").whole(), hashes));
  }

  /// @throws Distrusted where its time is over
  void checkTime(Instant now) throws Distrusted {
    if (!now.isBefore(expires)) {
      throw new Distrusted(
          name + " expired at " + expires,
          "somebody may be holding newer ones back, or this machine's clock is wrong");
    }
  }
}
