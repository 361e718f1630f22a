package dev.assay.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.failure.UsageFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys between `-----BEGIN …-----` and `-----END …-----`.
///
/// Source: RFC 7468
final class Pem {
  private static final int MAX_BYTES = 8 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /// What stands before a PKCS #1 key to make it PKCS #8: version 0 and the algorithm, RSA.
  private static final byte[] RSA_PREFIX = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private Pem() {}

  /// All certificates of a file, PEM or one in DER.
  ///
  /// @throws UsageFailure where it cannot be read or holds none
  static List<X509Certificate> certificates(Path file) {
    byte[] content = read(file);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      if (content.length > 0 && content[0] == 0x30) {
        return List.of(certificate(factory, content));
      }
      List<X509Certificate> certificates = new ArrayList<>();
      Matcher block = BLOCK.matcher(new String(content, ISO_8859_1));
      while (block.find()) {
        if (block.group(1).endsWith("CERTIFICATE")) {
          certificates.add(certificate(factory, decode(block.group(2))));
        }
      }
      if (certificates.isEmpty()) {
        throw new UsageFailure("cannot use " + file + ": it holds no certificate");
      }
      return certificates;
    } catch (CertificateException | IllegalArgumentException e) {
      throw new UsageFailure("cannot use " + file + ": not a certificate");
    }
  }

  /// The private key of a file: PKCS #8, or PKCS #1 for RSA.
  ///
  /// @throws UsageFailure where it cannot be read or holds none that can be used
  static PrivateKey key(Path file) {
    Matcher block = BLOCK.matcher(new String(read(file), ISO_8859_1));
    while (block.find()) {
      byte[] content = decode(block.group(2));
      switch (block.group(1)) {
        case "PRIVATE KEY" -> {
          return key(content, file);
        }
        case "RSA PRIVATE KEY" -> {
          return key(sequence(join(RSA_PREFIX, element(0x04, content))), file);
        }
        default -> {} // parameters, certificates
      }
    }
    throw new UsageFailure(
        "cannot use " + file + ": it holds no private key in the clear",
        "convert it with `openssl pkcs8 -topk8 -nocrypt`");
  }

  private static PrivateKey key(byte[] pkcs8, Path file) {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // a key of another algorithm: the next may fit
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }
    throw new UsageFailure("cannot use " + file + ": neither an RSA, an EC nor an Ed25519 key");
  }

  private static X509Certificate certificate(CertificateFactory factory, byte[] der)
      throws CertificateException {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] decode(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }

  private static byte[] sequence(byte[] content) {
    return element(0x30, content);
  }

  /// A DER element with a length of two bytes, as any length may be written here: a key has some
  /// thousand bytes.
  private static byte[] element(int tag, byte[] content) {
    byte[] head =
        content.length < 0x80
            ? new byte[] {(byte) tag, (byte) content.length}
            : content.length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) content.length}
                : new byte[] {
                  (byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length
                };
    return join(head, content);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageFailure("cannot use " + file + ": too large for certificates or keys");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UsageFailure("cannot read " + file + ": " + problem(e));
    }
  }

  private static String problem(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "no such file"
        : e.getClass().getSimpleName();
  }
}
