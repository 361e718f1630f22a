package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An X.509 certificate, read strictly: what is not as RFC 5280 has it is refused, and so is an
/// extension that is there twice. Java's own reader takes longer than all signatures of an image
/// together, as it first looks for who could read keys, and then for a log to write to.
///
/// Source: RFC 5280 section 4
public final class Certificate {
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String NAMES = "2.5.29.17";
  private static final String CONSTRAINTS = "2.5.29.19";
  private static final String EXTENDED_USAGE = "2.5.29.37";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";

  /// What may be critical, as it is looked at.
  private static final Set<String> UNDERSTOOD =
      Set.of(KEY_USAGE, NAMES, CONSTRAINTS, EXTENDED_USAGE);

  private final Octets encoded;
  private final CertificateBody body;
  private final SignatureAlgorithm algorithm;
  private final Octets signature;

  private Certificate(
      Octets encoded, CertificateBody body, SignatureAlgorithm algorithm, Octets signature) {
    this.encoded = encoded;
    this.body = body;
    this.algorithm = algorithm;
    this.signature = signature;
  }

  /// Reads DER.
  ///
  /// @throws InputFailure where it is no certificate, or one with a damaged extension
  public static Certificate read(byte[] der) {
    List<Der> parts = Der.read(der).as(Der.SEQUENCE).items();
    if (parts.size() != 3) {
      throw broken("it has " + parts.size() + " parts, not three");
    }
    CertificateBody body = CertificateBody.read(parts.getFirst());
    Der algorithm = parts.get(1).as(Der.SEQUENCE);
    if (!Arrays.equals(algorithm.encoded(), body.algorithm().bytes())) {
      throw broken("it names two algorithms of its signature");
    }
    byte[] bits = parts.getLast().as(Der.BIT_STRING).content();
    if (bits.length < 2 || bits[0] != 0) {
      throw broken("its signature is empty");
    }
    Certificate read =
        new Certificate(
            Octets.of(der),
            body,
            SignatureAlgorithm.read(algorithm),
            Octets.of(Arrays.copyOfRange(bits, 1, bits.length)));
    read.check();
    return read;
  }

  static InputFailure broken(String problem) {
    return new InputFailure("cannot read the certificate: " + problem);
  }

  /// That all extensions that mean something here can be read.
  private void check() {
    pathLength();
    mayBeUsed(0);
    uses();
    extension(SUBJECT_KEY).ifPresent(value -> Der.read(value.bytes()).as(Der.OCTET_STRING));
    List<GeneralName> names = names();
    boolean isNamed = !Der.read(body.subject().bytes()).items().isEmpty();
    if (!isNamed && names.isEmpty()) {
      throw broken("it is nobody's");
    }
  }

  /// DER.
  public byte[] encoded() {
    return encoded.bytes();
  }

  /// The part that its issuer signed.
  public byte[] signed() {
    return body.encoded().bytes();
  }

  /// Serial number.
  public BigInteger serial() {
    return body.serial();
  }

  /// The issuer's name, as DER. Names are the same where their bytes are.
  public Octets issuer() {
    return body.issuer();
  }

  /// The name of whose it is, as DER.
  public Octets subject() {
    return body.subject();
  }

  /// First instant at which it is valid.
  public Instant notBefore() {
    return body.notBefore();
  }

  /// Last one.
  public Instant notAfter() {
    return body.notAfter();
  }

  /// The SubjectPublicKeyInfo.
  public byte[] spki() {
    return body.spki().bytes();
  }

  /// Its key.
  ///
  /// @throws InputFailure where keys of its kind are not accepted
  public VerifyKey key(String what) {
    return VerifyKey.ofSpki(spki(), what);
  }

  /// The value of an extension.
  public Optional<Octets> extension(String oid) {
    return Optional.ofNullable(body.extensions().get(oid)).map(CertificateBody.Extension::value);
  }

  /// Whether there is an extension that must be understood and is not.
  public boolean isBeyondUs() {
    return body.extensions().entrySet().stream()
        .anyMatch(entry -> entry.getValue().isCritical() && !UNDERSTOOD.contains(entry.getKey()));
  }

  /// Whether it limits the names in certificates below it, which nobody here can check.
  public boolean limitsNames() {
    return extension(NAME_CONSTRAINTS).isPresent();
  }

  /// How many certificates may stand between it and the last one: -1 where it may issue none.
  public int pathLength() {
    Optional<Octets> extension = extension(CONSTRAINTS);
    if (extension.isEmpty()) {
      return -1;
    }
    List<Der> parts = Der.read(extension.get().bytes()).as(Der.SEQUENCE).items();
    boolean isAuthority = !parts.isEmpty() && parts.getFirst().tag() == Der.BOOLEAN;
    isAuthority = isAuthority && parts.removeFirst().truth();
    if (parts.size() > 1) {
      throw broken("its basic constraints are none");
    }
    int most = Integer.MAX_VALUE;
    if (!parts.isEmpty()) {
      BigInteger length = parts.getFirst().integer();
      if (length.signum() < 0) {
        throw broken("its path length is negative");
      }
      most = length.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }
    return isAuthority ? most : -1;
  }

  /// Whether it may be used so: 0 to sign, 5 to issue certificates. Without the extension, for
  /// anything.
  public boolean mayBeUsed(int usage) {
    Optional<Octets> extension = extension(KEY_USAGE);
    if (extension.isEmpty()) {
      return true;
    }
    byte[] bits = Der.read(extension.get().bytes()).as(Der.BIT_STRING).content();
    boolean isRead =
        bits.length > 1
            && bits[0] >= 0
            && bits[0] < 8
            && (bits[bits.length - 1] & (1 << bits[0]) - 1) == 0;
    if (!isRead) {
      throw broken("its key usage is none");
    }
    int at = 1 + usage / 8;
    return at < bits.length && (bits[at] & 0x80 >> usage % 8) != 0;
  }

  /// What it may be used for, by object identifiers; empty where it does not say.
  public Optional<List<String>> uses() {
    return extension(EXTENDED_USAGE)
        .map(value ->
            Der.read(value.bytes()).as(Der.SEQUENCE).items().stream().map(Der::oid).toList());
  }

  /// Whether whoever does not understand what it may be used for must refuse it.
  public boolean isLimitedToUses() {
    CertificateBody.Extension uses = body.extensions().get(EXTENDED_USAGE);
    return uses != null && uses.isCritical();
  }

  /// Other names of whose it is.
  public List<GeneralName> names() {
    Optional<Octets> extension = extension(NAMES);
    List<GeneralName> names = new ArrayList<>();
    if (extension.isPresent()) {
      for (Der name : Der.read(extension.get().bytes()).as(Der.SEQUENCE).items()) {
        GeneralName.read(name).ifPresent(names::add);
      }
    }
    return names;
  }

  /// The identifier of its key that it brings along.
  public Optional<Octets> keyId() {
    return extension(SUBJECT_KEY)
        .map(value -> Octets.of(Der.read(value.bytes()).as(Der.OCTET_STRING).content()));
  }

  /// Whether that key signed it.
  public boolean isSignedBy(VerifyKey key) {
    return algorithm.verifies(key, signed(), signature.bytes());
  }

  /// A name that somebody goes by.
  ///
  /// @param kind 0 for one of another kind, whose `type` tells which; 1 for an address, 2 for a
  ///   host, 6 for a URI
  /// @param type object identifier, or empty
  public record GeneralName(int kind, String type, String text) {
    private static Optional<GeneralName> read(Der name) {
      return switch (name.tag()) {
        case 0x81, 0x82, 0x86 -> Optional.of(new GeneralName(name.tag() & 0x1f, "", ascii(name)));
        case 0xa0 -> {
          List<Der> parts = name.items();
          if (parts.size() != 2 || !parts.getLast().isContext(0)) {
            throw broken("a name of another kind is none");
          }
          yield Optional.of(
              new GeneralName(
                  0,
                  parts.getFirst().oid(),
                  new String(parts.getLast().item(0).content(), StandardCharsets.UTF_8)));
        }
        default -> Optional.empty();
      };
    }

    private static String ascii(Der name) {
      byte[] bytes = name.content();
      for (byte b : bytes) {
        if (b < ' ' || b == 0x7f) {
          throw broken("a name has bytes that no address and no URI has");
        }
      }
      if (bytes.length == 0) {
        throw broken("a name is empty");
      }
      return new String(bytes, StandardCharsets.US_ASCII);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Certificate that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }
}
