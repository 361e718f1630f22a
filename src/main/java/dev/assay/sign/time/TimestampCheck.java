package dev.assay.sign.time;

import dev.assay.failure.InputFailure;
import dev.assay.sign.cert.ChainCheck;
import dev.assay.sign.cert.SigningCertificate;
import dev.assay.sign.crypto.Certificate;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.trust.TrustedAuthority;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks timestamps against the authorities of a trusted root.
public final class TimestampCheck {
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
  private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  private static final String SIGNER_V1 = "1.2.840.113549.1.9.16.2.12";
  private static final String SIGNER_V2 = "1.2.840.113549.1.9.16.2.47";
  private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";

  private static final int SIGNING = 0;

  private final List<TrustedAuthority> authorities;
  private final Instant now;

  /// @param now timestamps from later are refused
  public TimestampCheck(List<TrustedAuthority> authorities, Instant now) {
    this.authorities = List.copyOf(authorities);
    this.now = now;
  }

  /// Checks that an authority of ours stamped these bytes.
  ///
  /// @return when
  public Instant check(Octets response, byte[] stamped) throws Refused {
    try {
      return checked(TimestampToken.read(response.bytes()), stamped);
    } catch (InputFailure e) {
      // What is broken in one timestamp is no reason to look at no other signature.
      throw new Refused(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private Instant checked(TimestampToken token, byte[] stamped) throws Refused {
    TimestampToken.Imprint imprint = token.imprint();
    if (!imprint.digest().equals(Octets.of(imprint.hash().of(stamped)))) {
      throw new Refused(Reason.WRONG_TIMESTAMP, "the timestamp is of other bytes");
    }
    if (token.time().isAfter(now)) {
      throw new Refused(Reason.TIME_IN_FUTURE, "the timestamp is from the future: " + token.time());
    }
    Certificate signer = signer(token);
    signature(token, signer);
    return token.time();
  }

  private Certificate signer(TimestampToken token) throws Refused {
    List<Refused> problems = new ArrayList<>();
    for (TrustedAuthority authority : authorities) {
      try {
        Certificate leaf = authority.chain().getFirst();
        if (leaf.pathLength() < 0) {
          if (isNamed(token, leaf)) {
            return trusted(authority, leaf, token.time());
          }
        } else {
          return embedded(authority, token);
        }
      } catch (Refused e) {
        problems.add(e);
      }
    }
    for (Refused problem : problems) {
      if (problem.reason() != Reason.UNTRUSTED_TIMESTAMP) {
        throw problem;
      }
    }
    throw new Refused(
        Reason.UNTRUSTED_TIMESTAMP, "no timestamp authority of the trusted root signed it");
  }

  /// The trusted root names the authority's own certificate.
  private static Certificate trusted(TrustedAuthority authority, Certificate leaf, Instant time)
      throws Refused {
    List<Certificate> above = authority.chain().subList(1, authority.chain().size());
    if (above.isEmpty()) {
      window(authority, time);
      inTime(leaf, time);
      return leaf;
    }
    return chained(new TrustedAuthority(authority.uri(), above, authority.validity()), leaf, time);
  }

  private static void inTime(Certificate leaf, Instant time) throws Refused {
    try {
      ChainCheck.inTime(leaf, time);
    } catch (Refused e) {
      throw new Refused(Reason.KEY_OUTSIDE_VALIDITY, "at the time of the timestamp, " + e.detail());
    }
  }

  private static void window(TrustedAuthority authority, Instant time) throws Refused {
    if (!authority.validity().covers(time)) {
      throw new Refused(
          Reason.KEY_OUTSIDE_VALIDITY,
          "the timestamp authority was trusted from " + authority.validity() + ", not at " + time);
    }
  }

  /// The trusted root names who issues the authority's certificates.
  private static Certificate embedded(TrustedAuthority authority, TimestampToken token)
      throws Refused {
    for (Octets bytes : token.certificates()) {
      Certificate certificate = SigningCertificate.parsed(bytes.bytes());
      if (isNamed(token, certificate)) {
        return chained(authority, certificate, token.time());
      }
    }
    throw new Refused(Reason.UNTRUSTED_TIMESTAMP, "the timestamp does not bring its certificate");
  }

  private static Certificate chained(TrustedAuthority authority, Certificate leaf, Instant time)
      throws Refused {
    try {
      ChainCheck.check(leaf, List.of(authority), time, TIME_STAMPING);
    } catch (Refused e) {
      throw e.reason() == Reason.UNTRUSTED_ISSUER
          ? new Refused(Reason.UNTRUSTED_TIMESTAMP, "the timestamp's authority is not trusted")
          : new Refused(Reason.KEY_OUTSIDE_VALIDITY, "at the time of the timestamp, " + e.detail());
    }
    return leaf;
  }

  private static boolean isNamed(TimestampToken token, Certificate certificate) {
    Der id = Der.read(token.signerId().bytes());
    if (id.isContext(0)) {
      return certificate.keyId().equals(Optional.of(Octets.of(id.content())));
    }
    return id.item(1).integer().equals(certificate.serial())
        && Octets.of(id.item(0).encoded()).equals(certificate.issuer());
  }

  private static void signature(TimestampToken token, Certificate signer) throws Refused {
    try {
      boolean stampsOnly = signer.uses().equals(Optional.of(List.of(TIME_STAMPING)));
      // RFC 3161 section 2.3: for that alone, and so that nobody can overlook it.
      must(
          stampsOnly && signer.isLimitedToUses() && signer.mayBeUsed(SIGNING),
          "its certificate is not for timestamps alone");
      must(hasAttributes(token), "its attributes do not belong to it");
      must(isSigner(token, signer), "it was made for another certificate");
      VerifyKey key = signer.key("the timestamp authority's key");
      must(
          key.verifies(token.attributes().bytes(), token.signature().bytes(), token.signerHash()),
          "its signature is not the authority's");
    } catch (InputFailure e) {
      throw new Refused(Reason.BAD_TIMESTAMP, String.valueOf(e.getMessage()));
    }
  }

  private static void must(boolean holds, String problem) throws Refused {
    if (!holds) {
      throw new Refused(Reason.BAD_TIMESTAMP, "the timestamp does not hold: " + problem);
    }
  }

  private static boolean hasAttributes(TimestampToken token) {
    Der type = token.byType().get(CONTENT_TYPE);
    Der digest = token.byType().get(MESSAGE_DIGEST);
    return type != null
        && digest != null
        && type.oid().equals(TST_INFO)
        && Octets.of(digest.as(Der.OCTET_STRING).content())
            .equals(Octets.of(token.signerHash().of(token.info().bytes())));
  }

  /// The signer's certificate is part of what is signed.
  private static boolean isSigner(TimestampToken token, Certificate signer) {
    byte[] encoded = signer.encoded();
    Der second = token.byType().get(SIGNER_V2);
    if (second != null) {
      Der id = second.item(0).item(0);
      boolean isDefault = id.item(0).tag() == Der.OCTET_STRING;
      Hash hash =
          isDefault
              ? Hash.SHA256
              : Hash.ofOid(id.item(0).item(0).oid())
                  .orElseThrow(() -> new InputFailure("cannot read timestamp: unknown digest"));
      byte[] digest = id.item(isDefault ? 0 : 1).as(Der.OCTET_STRING).content();
      return Octets.of(digest).equals(Octets.of(hash.of(encoded)));
    }
    // The first version has SHA-1: good enough to name a certificate that was found otherwise.
    Der first = token.byType().get(SIGNER_V1);
    return first != null
        && Octets.of(first.item(0).item(0).item(0).as(Der.OCTET_STRING).content())
            .equals(Octets.of(sha1(encoded)));
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return java.security.MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
