package dev.assay.sign.cert;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.trust.TrustedAuthority;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds who issued a certificate among those whom we trust, as things stood at a given time.
///
/// Source: RFC 5280 section 6
public final class ChainCheck {
  private ChainCheck() {}

  /// Checks that an authority issued a certificate, and that both were valid at that time.
  ///
  /// @param use the extended key usage that issuers may be limited to
  /// @return the certificate that issued it
  public static X509Certificate check(
      X509Certificate leaf, List<TrustedAuthority> authorities, Instant time, String use)
      throws Refused {
    inTime(leaf, time);
    if (leaf.hasUnsupportedCriticalExtension()) {
      throw new Refused(
          Reason.UNSUPPORTED, "the certificate has a critical extension that is unknown");
    }
    List<Refused> outdated = new ArrayList<>();
    for (TrustedAuthority authority : authorities) {
      if (!isIssued(leaf, authority.chain(), use)) {
        continue;
      }
      if (!authority.validity().covers(time)) {
        outdated.add(
            new Refused(
                Reason.KEY_OUTSIDE_VALIDITY,
                "the authority was trusted from " + authority.validity() + ", not at " + time));
        continue;
      }
      for (X509Certificate above : authority.chain()) {
        inTime(above, time);
      }
      return authority.chain().getFirst();
    }
    if (!outdated.isEmpty()) {
      throw outdated.getFirst();
    }
    throw new Refused(
        Reason.UNTRUSTED_ISSUER, "no authority of the trusted root issued the certificate");
  }

  private static boolean isIssued(X509Certificate leaf, List<X509Certificate> chain, String use) {
    X509Certificate below = leaf;
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate above = chain.get(i);
      if (!mayIssue(above, i, use) || !isSignedBy(below, above)) {
        return false;
      }
      below = above;
    }
    return true;
  }

  /// @param between how many certificates stand between it and the leaf
  private static boolean mayIssue(X509Certificate authority, int between, String use) {
    boolean[] usage = authority.getKeyUsage();
    try {
      List<String> uses = authority.getExtendedKeyUsage();
      return authority.getBasicConstraints() >= between
          && (usage == null || usage[5])
          && (uses == null || uses.contains(use));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isSignedBy(X509Certificate below, X509Certificate above) {
    if (!below.getIssuerX500Principal().equals(above.getSubjectX500Principal())) {
      return false;
    }
    try {
      Optional<Hash> ecdsa = ecdsa(below);
      if (ecdsa.isEmpty()) {
        below.verify(above.getPublicKey());
        return true;
      }
      return above.getPublicKey() instanceof ECPublicKey key
          && VerifyKey.of(key, "the authority's key")
              .verifies(below.getTBSCertificate(), below.getSignature(), ecdsa.get());
    } catch (GeneralSecurityException | InputFailure e) {
      return false;
    }
  }

  /// The digest where it is signed with ECDSA, which Java is slow to begin with.
  private static Optional<Hash> ecdsa(X509Certificate certificate) {
    return Arrays.stream(Hash.values())
        .filter(hash -> certificate.getSigAlgOID().equals(hash.ecdsaOid()))
        .findFirst();
  }

  /// Whether it names itself as its issuer.
  public static boolean isRoot(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && certificate.getBasicConstraints() >= 0;
  }

  private static void inTime(X509Certificate certificate, Instant time) throws Refused {
    if (time.isAfter(certificate.getNotAfter().toInstant())) {
      throw new Refused(
          Reason.CERTIFICATE_EXPIRED,
          "the certificate ended at "
              + certificate.getNotAfter().toInstant()
              + ", it was used at "
              + time);
    }
    if (time.isBefore(certificate.getNotBefore().toInstant())) {
      throw new Refused(
          Reason.CERTIFICATE_NOT_YET_VALID,
          "the certificate began at "
              + certificate.getNotBefore().toInstant()
              + ", it was used at "
              + time);
    }
  }
}
