package dev.assay.sign.fake;

import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/// A timestamp authority whose clock says what a test wants.
public final class FakeTimestamper {
  private static final X500Name ROOT = new X500Name("O=test,CN=test-tsa-root");

  private final KeyPair rootKey = Keys.ecdsa();
  private final KeyPair key = Keys.ecdsa();
  private final X509CertificateHolder root;
  private final X509CertificateHolder leaf;

  public FakeTimestamper() {
    try {
      root = certificate(ROOT, rootKey, true, Duration.ofDays(10));
      leaf = certificate(new X500Name("O=test,CN=test-tsa"), key, false, Duration.ofDays(5));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private X509CertificateHolder certificate(
      X500Name name, KeyPair pair, boolean isRoot, Duration age) throws Exception {
    Instant from = Instant.now().minus(age);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            ROOT,
            BigInteger.valueOf(isRoot ? 1 : 2),
            Date.from(from),
            Date.from(from.plus(Duration.ofDays(50))),
            name,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    if (isRoot) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    } else {
      builder.addExtension(
          Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    }
    return builder.build(
        new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey.getPrivate()));
  }

  /// DER of its certificates, its own first.
  public List<byte[]> chain() {
    try {
      return List.of(leaf.getEncoded(), root.getEncoded());
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A response that says these bytes were there then.
  public Octets stamp(byte[] content, Instant time) {
    try {
      TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
      requests.setCertReq(true);
      TimeStampRequest request =
          requests.generate(TSPAlgorithms.SHA256, Hash.SHA256.of(content), BigInteger.TEN);
      return Octets.of(respond(request.getEncoded(), time));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Answers a request.
  public byte[] respond(byte[] request, Instant time) {
    try {
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build(
                      "SHA256withECDSA",
                      key.getPrivate(),
                      new JcaX509CertificateConverter().getCertificate(leaf)),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.2"));
      tokens.addCertificates(new org.bouncycastle.cert.jcajce.JcaCertStore(List.of(leaf)));
      return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
          .generate(new TimeStampRequest(request), BigInteger.TWO, Date.from(time))
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
