package dev.assay.sign.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Encrypted keys that somebody else has written.
class PasswordBoxTest {
  private static final byte[] SECRET = "the secret".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BOX = PasswordBox.seal(SECRET, "pw");

  private static byte[] changed(String from, String to) {
    String text = new String(BOX, StandardCharsets.UTF_8);
    assertTrue(text.contains(from), text);
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasSealedOpensWithItsPasswordAlone() {
    assertArrayEquals(SECRET, PasswordBox.open(BOX, "pw", "key"));
    for (String other : List.of("", "PW", "pw ")) {
      assertThrows(InputFailure.class, () -> PasswordBox.open(BOX, other, "key"));
    }
  }

  /// Each would take gigabytes, or hours, were it believed.
  @Test
  void costsThatNobodyCanPayAreRefusedBeforeAnythingIsComputed() {
    List<byte[]> boxes =
        List.of(
            changed("\"N\":65536", "\"N\":1073741824"),
            changed("\"N\":65536", "\"N\":4294967296"),
            changed("\"N\":65536", "\"N\":9223372036854775807"),
            changed("\"N\":65536", "\"N\":65537"),
            changed("\"N\":65536", "\"N\":1"),
            changed("\"N\":65536", "\"N\":0"),
            changed("\"N\":65536", "\"N\":-65536"),
            changed("\"N\":65536", "\"N\":1e9"),
            changed("\"N\":65536", "\"N\":\"65536\""),
            changed("\"N\":65536", "\"N\":1048576"),
            changed("\"r\":8", "\"r\":16777216"),
            changed("\"r\":8", "\"r\":0"),
            changed("\"p\":1", "\"p\":1073741824"),
            changed("\"p\":1", "\"p\":-1"),
            changed("\"N\":65536", "\"N\":65536,\"N\":1073741824"));
    for (byte[] box : boxes) {
      InputFailure failure =
          assertThrows(
              InputFailure.class,
              () -> PasswordBox.open(box, "pw", "key"),
              new String(box, StandardCharsets.UTF_8));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("more work than is accepted")
              || String.valueOf(failure.getMessage()).contains("twice"),
          failure::getMessage);
    }
  }

  @Test
  void otherWaysToEncryptAreNotGuessed() {
    for (byte[] box :
        List.of(
            changed("scrypt", "argon2id"),
            changed("nacl/secretbox", "none"),
            "{}".getBytes(StandardCharsets.US_ASCII),
            new byte[0])) {
      assertThrows(InputFailure.class, () -> PasswordBox.open(box, "pw", "key"));
    }
  }

  @Test
  void damagedBoxesAreRefused() {
    Random random = new Random(11);
    for (int i = 0; i < 25; i++) {
      byte[] box = BOX.clone();
      // The last field is what is encrypted: a flip there costs one scrypt, and must be noticed.
      int from = new String(BOX, StandardCharsets.UTF_8).indexOf("\"ciphertext\"");
      box[from + random.nextInt(BOX.length - from - 4)] ^= 2;
      assertThrows(InputFailure.class, () -> PasswordBox.open(box, "pw", "key"));
      byte[] cut = Arrays.copyOf(BOX, random.nextInt(BOX.length));
      assertThrows(InputFailure.class, () -> PasswordBox.open(cut, "pw", "key"));
    }
  }
}
