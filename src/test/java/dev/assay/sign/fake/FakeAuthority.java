package dev.assay.sign.fake;

import dev.assay.sign.crypto.Hash;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Issues certificates, good ones and others.
public final class FakeAuthority {
  private static final X500Name NAME = new X500Name("O=test,CN=test-ca");
  private static final ASN1ObjectIdentifier PROMISES =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");

  private final KeyPair key = Keys.ecdsa();
  private final KeyPair log = Keys.ecdsa();
  private final byte[] certificate;
  private final byte[] limited;

  /// What becomes of the log's promise.
  public enum Promise {
    GOOD,
    NONE,
    UNKNOWN_LOG,
    BAD
  }

  /// What a certificate is like.
  public record Leaf(
      PublicKey key,
      String identity,
      String issuer,
      Instant from,
      Promise promise,
      KeyPurposeId use,
      boolean isAuthority) {
    public Leaf with(Promise other) {
      return new Leaf(key, identity, issuer, from, other, use, isAuthority);
    }

    public Leaf at(Instant other) {
      return new Leaf(key, identity, issuer, other, promise, use, isAuthority);
    }

    public Leaf with(KeyPurposeId other) {
      return new Leaf(key, identity, issuer, from, promise, other, isAuthority);
    }

    public Leaf asAuthority() {
      return new Leaf(key, identity, issuer, from, promise, use, true);
    }
  }

  public FakeAuthority() {
    try {
      X509v3CertificateBuilder builder =
          builder(
              NAME,
              Instant.now().minus(Duration.ofDays(10)),
              Duration.ofDays(100),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      certificate = signed(builder).getEncoded();
      GeneralSubtree names =
          new GeneralSubtree(
              new GeneralName(GeneralName.uniformResourceIdentifier, "other.example"));
      builder.addExtension(
          Extension.nameConstraints,
          true,
          new NameConstraints(new GeneralSubtree[] {names}, new GeneralSubtree[0]));
      limited = signed(builder).getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name subject, Instant from, Duration length, PublicKey key) {
    return new X509v3CertificateBuilder(
        NAME,
        BigInteger.valueOf(from.getNano() + 17L),
        Date.from(from),
        Date.from(from.plus(length)),
        subject,
        SubjectPublicKeyInfo.getInstance(key.getEncoded()));
  }

  private X509CertificateHolder signed(X509v3CertificateBuilder builder)
      throws OperatorCreationException {
    return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
  }

  public byte[] certificate() {
    return certificate.clone();
  }

  /// The same, for names below `other.example` alone.
  public byte[] limited() {
    return limited.clone();
  }

  public PublicKey logKey() {
    return log.getPublic();
  }

  /// DER of a certificate.
  public byte[] issue(Leaf leaf) {
    try {
      byte[] precertificate = signed(body(leaf)).toASN1Structure().getTBSCertificate().getEncoded();
      X509v3CertificateBuilder builder = body(leaf);
      if (leaf.promise != Promise.NONE) {
        builder.addExtension(PROMISES, false, new DEROctetString(promises(precertificate, leaf)));
      }
      return signed(builder).getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder body(Leaf leaf) throws IOException {
    X509v3CertificateBuilder builder =
        builder(new X500Name(""), leaf.from, Duration.ofMinutes(10), leaf.key);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(leaf.use));
    if (leaf.isAuthority) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    }
    int kind =
        leaf.identity.contains("://")
            ? GeneralName.uniformResourceIdentifier
            : GeneralName.rfc822Name;
    builder.addExtension(
        Extension.subjectAlternativeName,
        true,
        new GeneralNames(new GeneralName(kind, leaf.identity)));
    builder.addExtension(
        new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), false, new DERUTF8String(leaf.issuer));
    return builder;
  }

  private byte[] promises(byte[] precertificate, Leaf leaf) throws IOException {
    KeyPair signer = leaf.promise == Promise.UNKNOWN_LOG ? Keys.ecdsa() : log;
    byte[] extension = {0, 0, 5, 0, 0, 0, 0, 7};
    byte[] issuer = Hash.SHA256.of(key.getPublic().getEncoded());
    ByteBuffer signed = ByteBuffer.allocate(49 + precertificate.length + extension.length);
    signed.put((byte) 0).put((byte) 0).putLong(leaf.from.toEpochMilli()).putShort((short) 1);
    signed.put(issuer).put((byte) (precertificate.length >> 16));
    signed.putShort((short) precertificate.length).put(precertificate);
    signed.putShort((short) extension.length).put(extension);
    byte[] signature = Keys.sign(signer.getPrivate(), signed.array());
    if (leaf.promise == Promise.BAD) {
      signature = Keys.sign(signer.getPrivate(), new byte[1]);
    }
    int size = 1 + 32 + 8 + 2 + extension.length + 2 + 2 + signature.length;
    ByteBuffer list = ByteBuffer.allocate(4 + size);
    list.putShort((short) (size + 2)).putShort((short) size).put((byte) 0);
    list.put(Hash.SHA256.of(signer.getPublic().getEncoded())).putLong(leaf.from.toEpochMilli());
    list.putShort((short) extension.length).put(extension);
    list.put((byte) 4).put((byte) 3).putShort((short) signature.length).put(signature);
    return list.array();
  }
}
