package dev.assay.sign.tuf;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The file that says which keys a role has, and how many of them must sign.
///
/// Source: <https://theupdateframework.github.io/specification/latest/#file-formats-root>
final class RootFile {
  private static final int MAX_KEYS = 256;
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final SignedFile file;
  private final Map<String, VerifyKey> keys = new HashMap<>();

  private RootFile(SignedFile file) {
    this.file = file;
  }

  /// Reads one; who signed it is another question.
  static RootFile read(byte[] content, String name) throws Distrusted {
    RootFile root = new RootFile(SignedFile.read(content, Role.ROOT, name));
    Map<String, Json> keys = root.file.signed().at("keys").members();
    if (keys.size() > MAX_KEYS) {
      throw new Distrusted(name + " has " + keys.size() + " keys");
    }
    keys.forEach((id, key) -> key(key).ifPresent(read -> root.keys.put(id, read)));
    for (Role role : Role.values()) {
      if (root.threshold(role) < 1) {
        throw new Distrusted(name + " does not say how many keys sign " + role.word());
      }
    }
    return root;
  }

  /// A key of a kind that is not known signs nothing.
  private static Optional<VerifyKey> key(Json key) {
    String open = key.at("keyval").text("public");
    try {
      return switch (key.text("keytype")) {
        case "ecdsa", "ecdsa-sha2-nistp256", "rsa" -> Optional.of(VerifyKey.ofPem(open, "key"));
        case "ed25519" -> Optional.of(VerifyKey.ofSpki(ed25519(open), "key"));
        default -> Optional.empty();
      };
    } catch (InputFailure | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] ed25519(String hex) {
    byte[] raw = HexFormat.of().parseHex(hex);
    byte[] spki = java.util.Arrays.copyOf(ED25519, ED25519.length + raw.length);
    System.arraycopy(raw, 0, spki, ED25519.length, raw.length);
    return spki;
  }

  SignedFile file() {
    return file;
  }

  /// Whether file names carry versions and digests, so that a mirror can be changed while it is
  /// read.
  boolean isConsistent() {
    return file.signed().at("consistent_snapshot").isTrue();
  }

  private Json role(Role role) {
    return file.signed().at("roles").at(role.word());
  }

  private long threshold(Role role) {
    return role(role).at("threshold").whole().orElse(0L);
  }

  /// Whether the same keys sign for a role as in another root.
  boolean hasSameKeys(RootFile other, Role role) {
    return keys(role).equals(other.keys(role)) && threshold(role) == other.threshold(role);
  }

  private Set<VerifyKey> keys(Role role) {
    Set<VerifyKey> found = new HashSet<>();
    for (String id : role(role).texts("keyids")) {
      Optional.ofNullable(keys.get(id)).ifPresent(found::add);
    }
    return found;
  }

  /// Checks that enough keys of a role signed a file. A key counts once, whatever its ids.
  ///
  /// @throws Distrusted where they did not
  void check(SignedFile signed, Role role) throws Distrusted {
    byte[] bytes;
    try {
      bytes = CanonicalJson.of(signed.signed());
    } catch (InputFailure e) {
      throw new Distrusted(signed.name() + ": " + e.getMessage());
    }
    List<String> ids = role(role).texts("keyids");
    Set<VerifyKey> signers = new HashSet<>();
    for (Map.Entry<String, Octets> signature : signed.signatures().entrySet()) {
      VerifyKey key = keys.get(signature.getKey());
      boolean isSigned =
          key != null
              && ids.contains(signature.getKey())
              && !signers.contains(key)
              && key.verifies(bytes, signature.getValue().bytes(), Hash.SHA256);
      if (isSigned) {
        signers.add(key);
      }
    }
    if (signers.size() < threshold(role)) {
      throw new Distrusted(
          signed.name()
              + " is signed by "
              + signers.size()
              + " of the keys for "
              + role.word()
              + " in "
              + file.name()
              + ", "
              + threshold(role)
              + " are needed");
    }
  }
}
