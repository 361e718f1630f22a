package dev.assay.sign.cert;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Certificate;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A short-lived certificate that Fulcio issued: a key, whose it was, and who said so.
///
/// Source: <https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md>
public final class SigningCertificate {
  private static final String FULCIO = "1.3.6.1.4.1.57264.1.";
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final int SIGNING = 0;
  private static final String OTHER_NAME = "1.3.6.1.4.1.57264.1.7";

  /// Extensions up to this number hold bare text, later ones a UTF8String.
  private static final int LAST_BARE = 6;

  private final Certificate certificate;
  private final VerifyKey key;

  private SigningCertificate(Certificate certificate, VerifyKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /// Reads a certificate.
  ///
  /// @throws Refused where it is none, or has a key that is not accepted
  public static SigningCertificate read(byte[] der) throws Refused {
    Certificate certificate = parsed(der);
    try {
      return new SigningCertificate(certificate, certificate.key("the certificate's key"));
    } catch (InputFailure e) {
      throw new Refused(Reason.WEAK_KEY, String.valueOf(e.getMessage()));
    }
  }

  /// Reads any certificate.
  ///
  /// @throws Refused where it is none
  public static Certificate parsed(byte[] der) throws Refused {
    try {
      return Certificate.read(der);
    } catch (InputFailure e) {
      throw new Refused(Reason.MALFORMED, "the certificate cannot be read");
    }
  }

  /// All of it.
  public Certificate certificate() {
    return certificate;
  }

  /// DER.
  public byte[] encoded() {
    return certificate.encoded();
  }

  /// Its key.
  public VerifyKey key() {
    return key;
  }

  /// Checks that it is for signing code and for nothing more.
  public void checkUse() throws Refused {
    if (certificate.pathLength() >= 0) {
      throw new Refused(
          Reason.CA_CERTIFICATE,
          "the certificate may issue certificates, so it must not sign code");
    }
    boolean isForCode = certificate.uses().orElse(List.of()).contains(CODE_SIGNING);
    if (!isForCode || !certificate.mayBeUsed(SIGNING)) {
      throw new Refused(Reason.WRONG_KEY_USAGE, "the certificate is not for signing code");
    }
  }

  /// Whose it was: addresses and URIs, in order, and Fulcio's own kind of name, for users without
  /// an address.
  public List<String> identities() {
    return certificate.names().stream()
        .filter(name -> name.kind() != 0 || name.type().equals(OTHER_NAME))
        .map(Certificate.GeneralName::text)
        .toList();
  }

  /// Who vouched for the identity; empty where the certificate does not say.
  public String issuer() throws Refused {
    String now = claim(8);
    return now.isEmpty() ? claim(1) : now;
  }

  /// A claim of Fulcio's, such as 3 for the commit; empty where it is absent.
  public String claim(int number) throws Refused {
    Optional<Octets> extension = certificate.extension(FULCIO + number);
    if (extension.isEmpty()) {
      return "";
    }
    try {
      byte[] value = extension.get().bytes();
      return new String(
          number <= LAST_BARE ? value : Der.read(value).as(0x0c).content(), StandardCharsets.UTF_8);
    } catch (InputFailure e) {
      throw new Refused(Reason.MALFORMED, "the certificate's claim " + number + " cannot be read");
    }
  }
}
