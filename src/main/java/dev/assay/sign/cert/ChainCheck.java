package dev.assay.sign.cert;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Certificate;
import dev.assay.sign.trust.TrustedAuthority;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds who issued a certificate among those whom we trust, as things stood at a given time.
///
/// Source: RFC 5280 section 6
public final class ChainCheck {
  private static final int ISSUING = 5;

  private ChainCheck() {}

  /// Checks that an authority issued a certificate, and that both were valid at that time.
  ///
  /// @param use the extended key usage that issuers may be limited to
  /// @return the certificate that issued it
  public static Certificate check(
      Certificate leaf, List<TrustedAuthority> authorities, Instant time, String use)
      throws Refused {
    inTime(leaf, time);
    if (leaf.isBeyondUs()) {
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
      for (Certificate above : authority.chain()) {
        inTime(above, time);
        understood(above);
      }
      return authority.chain().getFirst();
    }
    if (!outdated.isEmpty()) {
      throw outdated.getFirst();
    }
    throw new Refused(
        Reason.UNTRUSTED_ISSUER, "no authority of the trusted root issued the certificate");
  }

  /// What an authority of ours may not do is part of why it is trusted.
  private static void understood(Certificate authority) throws Refused {
    if (authority.isBeyondUs() || authority.limitsNames()) {
      throw new Refused(
          Reason.UNSUPPORTED,
          "the authority's certificate has limits that are not understood, such as names that it"
              + " may issue for");
    }
  }

  private static boolean isIssued(Certificate leaf, List<Certificate> chain, String use) {
    Certificate below = leaf;
    for (int i = 0; i < chain.size(); i++) {
      Certificate above = chain.get(i);
      if (!mayIssue(above, i, use) || !isSignedBy(below, above)) {
        return false;
      }
      below = above;
    }
    return true;
  }

  /// @param between how many certificates stand between it and the leaf
  private static boolean mayIssue(Certificate authority, int between, String use) {
    Optional<List<String>> uses = authority.uses();
    return authority.pathLength() >= between
        && authority.mayBeUsed(ISSUING)
        && (uses.isEmpty() || uses.get().contains(use));
  }

  private static boolean isSignedBy(Certificate below, Certificate above) {
    try {
      return below.issuer().equals(above.subject())
          && below.isSignedBy(above.key("the authority's key"));
    } catch (InputFailure e) {
      return false;
    }
  }

  /// Whether it names itself as its issuer.
  public static boolean isRoot(Certificate certificate) {
    return certificate.subject().equals(certificate.issuer()) && certificate.pathLength() >= 0;
  }

  /// Checks that a certificate was valid at that time.
  public static void inTime(Certificate certificate, Instant time) throws Refused {
    if (time.isAfter(certificate.notAfter())) {
      throw new Refused(
          Reason.CERTIFICATE_EXPIRED,
          "the certificate ended at " + certificate.notAfter() + ", it was used at " + time);
    }
    if (time.isBefore(certificate.notBefore())) {
      throw new Refused(
          Reason.CERTIFICATE_NOT_YET_VALID,
          "the certificate began at " + certificate.notBefore() + ", it was used at " + time);
    }
  }
}
