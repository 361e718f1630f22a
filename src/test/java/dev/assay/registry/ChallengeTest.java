package dev.assay.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void readsSeveralChallengesWithQuotedTexts() {
    List<Challenge> challenges =
        Challenge.parse(
            List.of(
                "Negotiate, Bearer realm=\"https://auth.test/token?a=1,2\",service=\"reg \\\"x\\\"\" ,"
                    + " scope=\"repository:a/b:pull,push\", Basic realm=simple",
                "Digest nonce=\"abc\""));
    assertEquals(
        List.of("negotiate", "bearer", "basic", "digest"),
        challenges.stream().map(Challenge::scheme).toList());
    Challenge bearer = challenges.get(1);
    assertEquals("https://auth.test/token?a=1,2", bearer.parameter("realm"));
    assertEquals("reg \"x\"", bearer.parameter("service"));
    assertEquals("repository:a/b:pull,push", bearer.parameter("scope"));
    assertEquals("simple", challenges.get(2).parameter("realm"));
  }

  @Test
  void endsOnWhateverAServerSends() {
    Random random = new Random(11);
    String alphabet = "Ab=\", \t\\bearer:;é\u0000";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        header.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertNotNull(Challenge.parse(List.of(header.toString())), header.toString());
    }
    assertEquals(List.of(), Challenge.parse(List.of("Bearer x=\"" + "a".repeat(20_000) + "\"")));
  }
}
