package dev.assay.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
  @ParameterizedTest
  @CsvSource({
    "https://registry.example.com/v2/, https://registry.example.com/v2/",
    "https://joe:s3cret@registry.example.com:5000/a, https://registry.example.com:5000/a",
    "https://registry.example.com/a?X-Amz-Signature=s3cret#s3cret, https://registry.example.com/a",
    "https://registry.example.com/@scope/name?sig=s3cret, https://registry.example.com/@scope/name",
    "/v2/@scope/blobs?sig=s3cret, /v2/@scope/blobs",
    "//joe:s3cret@host/a//b, //host/a//b",
    "joe:s3cret@host//b, host//b",
    "joe:s3cret@host:443, host:443",
    "https://joe:s3 cret@host/a b?c=s3cret, https://host/a b",
    "https://joe:s3cret/x@host, https://host",
    "https:/joe:s3cret@host/a, host/a",
    "nonsense, nonsense",
    "'', ''",
  })
  void whatAServerSentIsShownWithoutItsSecrets(String sent, String shown) {
    assertEquals(shown, Hosts.withoutSecrets(sent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://", "http://", "//", "", "HTTPS:/", "x"})
  void aPasswordIsNeverShownWhateverStandsAround(String start) {
    Random random = new Random(7);
    String letters = "ab:/@ %[]\\\n";
    for (int i = 0; i < 2_000; i++) {
      String address =
          start + "joe:s3cret" + text(random, letters) + "@host" + text(random, "a/: %[");
      assertFalse(Hosts.withoutSecrets(address).contains("s3cret"), address);
      String query = start + text(random, letters) + "?" + text(random, letters) + "s3cret";
      assertFalse(Hosts.withoutSecrets(query).contains("s3cret"), query);
    }
  }

  private static String text(Random random, String letters) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
