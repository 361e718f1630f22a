package dev.assay.sign.cert;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A short-lived certificate that Fulcio issued: a key, whose it was, and who said so.
///
/// Source: <https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md>
public final class SigningCertificate {
  private static final String FULCIO = "1.3.6.1.4.1.57264.1.";
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String OTHER_NAME = "1.3.6.1.4.1.57264.1.7";

  /// Extensions up to this number hold bare text, later ones a UTF8String.
  private static final int LAST_BARE = 6;

  private final X509Certificate certificate;
  private final byte[] encoded;
  private final VerifyKey key;

  private SigningCertificate(X509Certificate certificate, byte[] encoded, VerifyKey key) {
    this.certificate = certificate;
    this.encoded = encoded;
    this.key = key;
  }

  /// Reads a certificate.
  ///
  /// @throws Refused where it is none, or has a key that is not accepted
  public static SigningCertificate read(byte[] der) throws Refused {
    X509Certificate certificate = parsed(der);
    try {
      VerifyKey key = VerifyKey.of(certificate.getPublicKey(), "the certificate's key");
      return new SigningCertificate(certificate, der.clone(), key);
    } catch (InputFailure e) {
      throw new Refused(Reason.WEAK_KEY, String.valueOf(e.getMessage()));
    }
  }

  /// Reads any certificate.
  ///
  /// @throws Refused where it is none
  public static X509Certificate parsed(byte[] der) throws Refused {
    try {
      // Java passes over what follows a certificate.
      Der.read(der).as(Der.SEQUENCE);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | InputFailure e) {
      throw new Refused(Reason.MALFORMED, "the certificate cannot be read");
    }
  }

  /// For Java.
  public X509Certificate certificate() {
    return certificate;
  }

  /// DER.
  public byte[] encoded() {
    return encoded.clone();
  }

  /// Its key.
  public VerifyKey key() {
    return key;
  }

  /// Checks that it is for signing code and for nothing more.
  public void checkUse() throws Refused {
    if (certificate.getBasicConstraints() >= 0) {
      throw new Refused(
          Reason.CA_CERTIFICATE,
          "the certificate may issue certificates, so it must not sign code");
    }
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      boolean[] usage = certificate.getKeyUsage();
      boolean signs = usage == null || usage[0];
      if (uses == null || !uses.contains(CODE_SIGNING) || !signs) {
        throw new Refused(Reason.WRONG_KEY_USAGE, "the certificate is not for signing code");
      }
    } catch (CertificateParsingException e) {
      throw new Refused(Reason.MALFORMED, "the certificate's key usage cannot be read");
    }
  }

  /// Whose it was: addresses and URIs, in order.
  public List<String> identities() throws Refused {
    List<String> identities = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        switch ((Integer) name.getFirst()) {
          case 1, 2, 6 -> identities.add((String) name.get(1));
          case 0 -> otherName(name).ifPresent(identities::add);
          default -> {}
        }
      }
    } catch (CertificateParsingException | InputFailure e) {
      throw new Refused(Reason.MALFORMED, "the certificate's names cannot be read");
    }
    return identities;
  }

  /// Fulcio's own kind of name, for users without an address.
  private static Optional<String> otherName(List<?> name) {
    if (name.size() > 3 && OTHER_NAME.equals(name.get(2)) && name.get(3) instanceof String text) {
      return Optional.of(text);
    }
    if (!(name.get(1) instanceof byte[] der)) {
      return Optional.empty();
    }
    List<Der> parts = Der.read(der).items();
    if (parts.size() != 2 || !parts.getFirst().oid().equals(OTHER_NAME)) {
      return Optional.empty();
    }
    Der value = parts.getLast().item(0);
    return Optional.of(new String(value.content(), StandardCharsets.UTF_8));
  }

  /// Who vouched for the identity; empty where the certificate does not say.
  public String issuer() throws Refused {
    String now = claim(8);
    return now.isEmpty() ? claim(1) : now;
  }

  /// A claim of Fulcio's, such as 3 for the commit; empty where it is absent.
  public String claim(int number) throws Refused {
    byte[] extension = certificate.getExtensionValue(FULCIO + number);
    if (extension == null) {
      return "";
    }
    try {
      byte[] value = Der.read(extension).as(Der.OCTET_STRING).content();
      return new String(
          number <= LAST_BARE ? value : Der.read(value).as(0x0c).content(), StandardCharsets.UTF_8);
    } catch (InputFailure e) {
      throw new Refused(Reason.MALFORMED, "the certificate's claim " + number + " cannot be read");
    }
  }
}
