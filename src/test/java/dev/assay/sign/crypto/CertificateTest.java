package dev.assay.sign.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Held against Java's own reader.
class CertificateTest {
  private static final int SEED = 509;
  private static final KeyPair EC = pair("EC", 256);

  private static KeyPair pair(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (size > 0) {
        generator.initialize(size);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(KeyPair pair) {
    return new JcaX509v3CertificateBuilder(
        new X500Name("CN=issuer,O=tests"),
        BigInteger.valueOf(77),
        Date.from(Instant.parse("2026-01-02T03:04:05Z")),
        Date.from(Instant.parse("2056-07-08T09:10:11Z")),
        new X500Name("CN=leaf"),
        pair.getPublic());
  }

  private static byte[] made(X509v3CertificateBuilder builder, KeyPair pair, String algorithm) {
    try {
      JcaContentSignerBuilder signer = new JcaContentSignerBuilder(algorithm);
      if (algorithm.endsWith("MGF1")) {
        signer.setProvider(new BouncyCastleProvider());
      }
      return builder.build(signer.build(pair.getPrivate())).getEncoded();
    } catch (OperatorCreationException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] with(String oid, boolean isCritical, ASN1Encodable value) {
    try {
      X509v3CertificateBuilder builder = builder(EC);
      builder.addExtension(new ASN1ObjectIdentifier(oid), isCritical, value);
      return made(builder, EC, "SHA256withECDSA");
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] full() {
    try {
      X509v3CertificateBuilder builder =
          builder(EC)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(3))
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(
                      new KeyPurposeId[] {
                        KeyPurposeId.id_kp_codeSigning, KeyPurposeId.id_kp_timeStamping
                      }))
              .addExtension(
                  Extension.subjectAlternativeName,
                  true,
                  new GeneralNames(
                      new GeneralName[] {
                        new GeneralName(GeneralName.rfc822Name, "a@example.com"),
                        new GeneralName(GeneralName.dNSName, "example.com"),
                        new GeneralName(
                            GeneralName.uniformResourceIdentifier, "https://example.com/x"),
                        new GeneralName(GeneralName.directoryName, "CN=other")
                      }));
      return made(builder, EC, "SHA256withECDSA");
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<X509Certificate> java(byte[] der) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static Optional<Certificate> ours(byte[] der) {
    try {
      return Optional.of(Certificate.read(der));
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }

  private static void same(X509Certificate java, Certificate ours) throws CertificateException {
    assertEquals(java.getSerialNumber(), ours.serial());
    assertEquals(java.getNotBefore().toInstant(), ours.notBefore());
    assertEquals(java.getNotAfter().toInstant(), ours.notAfter());
    assertEquals(Octets.of(java.getIssuerX500Principal().getEncoded()), ours.issuer());
    assertEquals(Octets.of(java.getSubjectX500Principal().getEncoded()), ours.subject());
    assertArrayEquals(java.getTBSCertificate(), ours.signed());
    assertEquals(java.getBasicConstraints(), ours.pathLength());
    boolean[] usage = java.getKeyUsage();
    for (int i = 0; i < 9; i++) {
      assertEquals(usage == null || usage[i], ours.mayBeUsed(i), "usage " + i);
    }
    assertEquals(Optional.ofNullable(java.getExtendedKeyUsage()), ours.uses());
    List<String> names = new ArrayList<>();
    Collection<List<?>> all = java.getSubjectAlternativeNames();
    for (List<?> name : all == null ? List.<List<?>>of() : all) {
      if (List.of(1, 2, 6).contains((Integer) name.getFirst())) {
        names.add((String) name.get(1));
      }
    }
    assertEquals(
        names, ours.names().stream().filter(n -> n.kind() != 0).map(n -> n.text()).toList());
  }

  @Test
  void readsWhatJavaReads() throws CertificateException {
    for (byte[] der : List.of(full(), made(builder(EC), EC, "SHA512withECDSA"))) {
      same(java(der).orElseThrow(), Certificate.read(der));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EC SHA256withECDSA",
        "EC SHA384withECDSA",
        "RSA SHA256withRSA",
        "RSA SHA512withRSA",
        "RSA SHA256withRSAandMGF1",
        "RSA SHA384withRSAandMGF1",
        "Ed25519 Ed25519"
      })
  void knowsTheKeyThatSignedIt(String how) {
    String[] words = how.split(" ");
    int size = words[0].equals("RSA") ? 2048 : words[0].equals("EC") ? 384 : 0;
    KeyPair pair = pair(words[0], size);
    VerifyKey key = VerifyKey.of(pair.getPublic(), "key");
    byte[] der = made(builder(pair), pair, words[1]);
    assertTrue(Certificate.read(der).isSignedBy(key));
    assertEquals(key, Certificate.read(der).key("key"));
    assertFalse(
        Certificate.read(der).isSignedBy(VerifyKey.of(pair(words[0], size).getPublic(), "key")));
    der[der.length - 1] ^= 1;
    assertFalse(ours(der).filter(read -> read.isSignedBy(key)).isPresent());
  }

  @Test
  void believesNoSignatureOfAnOldDigest() {
    KeyPair pair = pair("RSA", 2048);
    Certificate read = Certificate.read(made(builder(pair), pair, "SHA1withRSA"));
    assertFalse(read.isSignedBy(VerifyKey.of(pair.getPublic(), "key")));
  }

  /// Every bit of it: what is read at all is read as Java reads it, or Java does not read it.
  @Test
  void readsNothingElseFromChangedBits() throws CertificateException {
    byte[] der = full();
    int read = 0;
    for (int i = 0; i < der.length * 8; i++) {
      byte[] changed = der.clone();
      changed[i / 8] ^= (byte) (1 << i % 8);
      Optional<Certificate> ours = ours(changed);
      Optional<X509Certificate> java = java(changed);
      if (ours.isPresent() && java.isPresent() && isPlain(java.get())) {
        same(java.get(), ours.get());
        read++;
      }
    }
    assertTrue(read > 1000, "only " + read);
  }

  /// Whether Java can read all of it; what it cannot, it passes over in silence.
  private static boolean isPlain(X509Certificate java) {
    try {
      return java.getSubjectAlternativeNames() != null && java.getExtendedKeyUsage() != null;
    } catch (CertificateException e) {
      return false;
    }
  }

  @Test
  void everyCutAndAnyGarbageIsRefused() {
    byte[] der = full();
    for (int i = 0; i < der.length; i++) {
      byte[] cut = Arrays.copyOf(der, i);
      assertThrows(InputFailure.class, () -> Certificate.read(cut));
    }
    assertThrows(InputFailure.class, () -> Certificate.read(Arrays.copyOf(der, der.length + 1)));
    Random random = new Random(SEED);
    for (int i = 0; i < 2000; i++) {
      byte[] changed = der.clone();
      for (int n = 0; n < 4; n++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      ours(changed).ifPresent(read -> assertArrayEquals(changed, read.encoded()));
    }
  }

  @Test
  void anExtensionThatIsThereTwiceIsRefused() {
    Der body = Der.read(full()).item(0);
    Der list = body.items().getLast().item(0);
    byte[] again = Der.write(Der.SEQUENCE, list.content(), list.items().getFirst().encoded());
    assertThrows(
        InputFailure.class, () -> Certificate.read(replaced(body.items().size() - 1, 0xa3, again)));
  }

  @Test
  void twoNamesOfItsAlgorithmAreRefused() {
    byte[] other = Der.write(Der.SEQUENCE, HexFormat.of().parseHex("06082a8648ce3d040303"));
    assertThrows(InputFailure.class, () -> Certificate.read(replaced(2, -1, other)));
  }

  /// The full certificate, unsigned, with another part.
  private static byte[] replaced(int place, int tag, byte[] other) {
    Der whole = Der.read(full());
    List<Der> parts = whole.item(0).items();
    byte[] inside = new byte[0];
    for (int i = 0; i < parts.size(); i++) {
      byte[] part = tag < 0 ? other : Der.write(tag, other);
      byte[] next = i == place ? part : parts.get(i).encoded();
      byte[] before = inside;
      inside = Arrays.copyOf(before, before.length + next.length);
      System.arraycopy(next, 0, inside, before.length, next.length);
    }
    return Der.write(
        Der.SEQUENCE,
        Der.write(Der.SEQUENCE, inside),
        whole.item(1).encoded(),
        whole.item(2).encoded());
  }

  @Test
  void whatMustBeUnderstoodAndIsNotIsToldApart() {
    assertTrue(Certificate.read(with("1.2.3.4", true, DERNull.INSTANCE)).isBeyondUs());
    assertFalse(Certificate.read(with("1.2.3.4", false, DERNull.INSTANCE)).isBeyondUs());
    assertFalse(Certificate.read(full()).isBeyondUs());
  }

  @Test
  void limitsOnNamesAreSeenHoweverTheyAreMarked() {
    String limits = "2.5.29.30";
    assertTrue(Certificate.read(with(limits, false, DERNull.INSTANCE)).limitsNames());
    assertTrue(Certificate.read(with(limits, true, DERNull.INSTANCE)).isBeyondUs());
    assertFalse(Certificate.read(full()).limitsNames());
  }

  /// As Go refuses them: one number has one form.
  @ParameterizedTest
  @ValueSource(strings = {"02020001", "0202ff80", "0200"})
  void aNumberInALongerFormThanItNeedsIsRefused(String der) {
    byte[] bytes = HexFormat.of().parseHex(der);
    assertThrows(InputFailure.class, () -> Der.read(bytes).integer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0604805 51d0f", "06045580 1d0f", "060455 1d 80", "0600"})
  void anIdentifierInALongerFormThanItNeedsIsRefused(String der) {
    byte[] bytes = HexFormat.of().parseHex(der.replace(" ", ""));
    assertThrows(InputFailure.class, () -> Der.read(bytes).oid());
  }

  @ParameterizedTest
  @ValueSource(ints = {Der.INTEGER, Der.OID})
  void whatIsLongerThanAnyNumberOfAKeyIsRefused(int tag) {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) 0x55);
    Der value = Der.read(Der.write(tag, bytes));
    assertThrows(InputFailure.class, tag == Der.OID ? value::oid : value::integer);
  }

  /// Java passes over those in silence where they are not critical: then a certificate that says in
  /// its own way that it is no authority would be one that says nothing.
  @ParameterizedTest
  @ValueSource(strings = {"2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.37"})
  void aDamagedExtensionIsRefused(String oid) {
    assertThrows(InputFailure.class, () -> Certificate.read(with(oid, false, DERNull.INSTANCE)));
  }
}
