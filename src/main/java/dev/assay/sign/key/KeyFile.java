package dev.assay.sign.key;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import java.util.List;
import java.util.function.Supplier;

/// Private keys as PEM: encrypted, as cosign keeps them (`ENCRYPTED SIGSTORE PRIVATE KEY`, older
/// ones `ENCRYPTED COSIGN PRIVATE KEY`), or plain, as OpenSSL writes them.
public final class KeyFile {
  private static final String ENCRYPTED = "ENCRYPTED SIGSTORE PRIVATE KEY";
  private static final List<String> BOXES = List.of(ENCRYPTED, "ENCRYPTED COSIGN PRIVATE KEY");

  private KeyFile() {}

  /// A key, encrypted.
  public static String encrypted(LocalSigner key, String password) {
    return new PemText(ENCRYPTED, Octets.of(PasswordBox.seal(key.pkcs8(), password))).text();
  }

  /// Reads a key.
  ///
  /// @param password asked for where the key is encrypted
  /// @param what names it in the failure
  /// @throws InputFailure where there is none, or the password is not right
  public static LocalSigner read(String pem, Supplier<String> password, String what) {
    for (PemText block : PemText.blocks(pem, what)) {
      byte[] bytes = block.bytes().bytes();
      if (BOXES.contains(block.label())) {
        return LocalSigner.ofPkcs8(PasswordBox.open(bytes, password.get(), what), what);
      }
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return LocalSigner.ofPkcs8(bytes, what);
        }
        case "RSA PRIVATE KEY" -> {
          return LocalSigner.ofPkcs8(rsa(bytes), what);
        }
        case "EC PRIVATE KEY" -> {
          return LocalSigner.ofPkcs8(ec(bytes, what), what);
        }
        default -> {}
      }
    }
    throw new InputFailure("cannot read " + what + ": there is no private key in it");
  }

  /// Whether a text is a private key, and so no public one.
  public static boolean isPrivate(String pem) {
    return pem.contains("PRIVATE KEY-----");
  }

  /// PKCS #8 around PKCS #1.
  private static byte[] rsa(byte[] pkcs1) {
    byte[] oid = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1};
    byte[] algorithm = Der.write(Der.SEQUENCE, Der.write(Der.OID, oid), new byte[] {5, 0});
    return pkcs8(algorithm, pkcs1);
  }

  /// PKCS #8 around SEC 1, which names the curve inside.
  private static byte[] ec(byte[] sec1, String what) {
    byte[] oid = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    byte[] curve =
        Der.read(sec1).items().stream()
            .filter(item -> item.isContext(0))
            .findFirst()
            .orElseThrow(() -> new InputFailure("cannot use " + what + ": it names no curve"))
            .content();
    return pkcs8(Der.write(Der.SEQUENCE, Der.write(Der.OID, oid), curve), sec1);
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return Der.write(
        Der.SEQUENCE, new byte[] {2, 1, 0}, algorithm, Der.write(Der.OCTET_STRING, key));
  }
}
