package dev.assay.sign.key;

import dev.assay.sign.crypto.Der;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/// The public key that belongs to a private one, which Java does not tell.
///
/// No class of Bouncy Castle's stands for its parent here: to know that it may, the JVM would look
/// at both when this class is loaded, which the ahead-of-time cache does at each start. Their jar
/// is signed, and to check all of that takes longer than to verify an image.
final class PublicHalf {
  private static final byte[] ED25519 = {0x2b, 0x65, 0x70};

  private PublicHalf() {}

  /// @throws GeneralSecurityException where the key is of a kind that is not supported
  static PublicKey of(PrivateKey key, KeyFactory factory) throws GeneralSecurityException {
    return switch (key) {
      case RSAPrivateCrtKey rsa ->
          factory.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
      case ECPrivateKey ec ->
          factory.generatePublic(new ECPublicKeySpec(point(ec), ec.getParams()));
      case EdECPrivateKey ed -> factory.generatePublic(new X509EncodedKeySpec(spki(ed)));
      default -> throw new GeneralSecurityException("unknown key");
    };
  }

  private static ECPoint point(ECPrivateKey key) throws GeneralSecurityException {
    int bits = key.getParams().getCurve().getField().getFieldSize();
    X9ECParameters curve = CustomNamedCurves.getByName("P-" + bits);
    if (curve == null || !curve.getN().equals(key.getParams().getOrder())) {
      throw new GeneralSecurityException("unknown curve");
    }
    org.bouncycastle.math.ec.ECPoint point = curve.getG().multiply(key.getS()).normalize();
    return new ECPoint(
        point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
  }

  private static byte[] spki(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] secret = key.getBytes().orElseThrow(() -> new GeneralSecurityException("no secret"));
    byte[] open = new Ed25519PrivateKeyParameters(secret, 0).generatePublicKey().getEncoded();
    byte[] algorithm = Der.write(Der.SEQUENCE, Der.write(Der.OID, ED25519));
    return Der.write(Der.SEQUENCE, algorithm, Der.write(Der.BIT_STRING, new byte[1], open));
  }
}
