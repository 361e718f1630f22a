package dev.assay.sign.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.sign.verdict.Reason;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The sixty attacks of the threat model, each with the tests that hold what becomes of it: a
/// reason by which the signature is refused, an exit code, or `holds` where there is no harm in it.
class ThreatModelTest {
  private static final String FORGED = "NegativeCasesTest";

  /// Number, attack, tests, outcomes. Those of `NegativeCasesTest` are found by their number.
  private static final String CASES =
      """
      1 | a statement about another image | NegativeCasesTest | WRONG_SUBJECT
      2 | payload changed after it was signed | NegativeCasesTest | BAD_SIGNATURE
      3 | payload of another type | NegativeCasesTest | WRONG_PAYLOAD_TYPE
      4 | statement of another type | NegativeCasesTest | WRONG_STATEMENT_TYPE
      5 | an attestation and no signature | NegativeCasesTest | ONLY_ATTESTED
      6 | an attestation of another type | NegativeCasesTest | WRONG_PREDICATE_TYPE
      7 | no signature in the envelope | NegativeCasesTest | NO_SIGNATURE
      8 | two signatures in the envelope | NegativeCasesTest | SEVERAL_SIGNATURES
      9 | bare bytes signed | NegativeCasesTest | NOT_A_STATEMENT
      10 | envelope and message both | NegativeCasesTest | MALFORMED
      11 | a bundle of version 0.1 beside an image | NegativeCasesTest | UNSUPPORTED
      12 | an unknown field, no JSON | NegativeCasesTest | MALFORMED
      13 | a key twice in a statement | NegativeCasesTest | MALFORMED
      13 | a key twice in a payload | MixedCasesTest#olderSignaturesOfSomethingElseAreRefused | MALFORMED
      14 | another key | NegativeCasesTest | BAD_SIGNATURE
      15 | a hint that lies | MixedCasesTest#aHintThatLiesDoesNoHarm | holds
      16 | a digest of another algorithm alone | NegativeCasesTest | WRONG_SUBJECT
      17 | no subject, null, no digest | NegativeCasesTest | NO_SUBJECT
      18 | two subjects, the second is the image | MixedCasesTest#ofTwoSubjectsOneIsEnough | holds
      19 | digest in capitals | NegativeCasesTest | MALFORMED
      20 | a genuine bundle of another image | NegativeCasesTest | WRONG_SUBJECT
      21 | a signature of another repository | MixedCasesTest#anotherRepositoryIsRefusedWhereAsked | holds WRONG_REPOSITORY
      22 | older: another digest | MixedCasesTest#olderSignaturesOfSomethingElseAreRefused | WRONG_DIGEST
      23 | older: payload changed | MixedCasesTest#olderSignaturesOfSomethingElseAreRefused | BAD_SIGNATURE
      24 | older: another type | MixedCasesTest#olderSignaturesOfSomethingElseAreRefused | WRONG_PAYLOAD
      25 | older: a promise for another signature | MixedCasesTest#aPromiseForAnotherSignatureIsRefused | WRONG_LOG_ENTRY
      26 | another identity | NegativeCasesTest | WRONG_IDENTITY
      27 | another issuer | NegativeCasesTest | WRONG_ISSUER
      28 | an expression that is met elsewhere | NegativeCasesTest | WRONG_IDENTITY
      28 | an expression without an anchor is seen | MixedCasesTest#anEmptyExpressionIsAMistakeAndAnOpenOneIsSeen | isUnanchored
      29 | an empty expression | MixedCasesTest#anEmptyExpressionIsAMistakeAndAnOpenOneIsSeen | UsageFailure
      30 | a key where an identity signed | NegativeCasesTest | WRONG_MATERIAL
      31 | no promise of a certificate log | NegativeCasesTest | NO_SCT
      32 | one of an unknown log, a forged one | NegativeCasesTest | UNTRUSTED_SCT BAD_SCT
      33 | certificate expired | NegativeCasesTest | CERTIFICATE_EXPIRED
      34 | certificate not yet valid | NegativeCasesTest | CERTIFICATE_NOT_YET_VALID
      35 | no trusted time | NegativeCasesTest | NO_TRUSTED_TIME
      36 | a time that nobody signed | NegativeCasesTest | UNSIGNED_TIME
      37 | a time in the future | NegativeCasesTest | TIME_IN_FUTURE
      38 | a forged promise of the log | NegativeCasesTest | BAD_LOG_PROMISE
      39 | timestamps of all kinds | NegativeCasesTest | WRONG_TIMESTAMP BAD_TIMESTAMP TIME_IN_FUTURE KEY_OUTSIDE_VALIDITY CERTIFICATE_NOT_YET_VALID MALFORMED
      40 | proof of inclusion changed | NegativeCasesTest | BAD_INCLUSION_PROOF
      41 | checkpoint changed, or another's | NegativeCasesTest | BAD_CHECKPOINT WRONG_CHECKPOINT
      42 | the log's entry is of another artifact | NegativeCasesTest | WRONG_LOG_ENTRY
      43 | no entry | NegativeCasesTest | NO_LOG_ENTRY
      44 | the same entry twice | NegativeCasesTest | DUPLICATE_LOG_ENTRY
      45 | an unknown log | NegativeCasesTest | UNKNOWN_LOG
      46 | keys outside the time for which they are trusted | NegativeCasesTest | KEY_OUTSIDE_VALIDITY
      47 | a certificate for another use | NegativeCasesTest | WRONG_KEY_USAGE
      48 | another authority of the same name | NegativeCasesTest | UNTRUSTED_ISSUER
      49 | a certificate that may issue others | NegativeCasesTest | CA_CERTIFICATE
      50 | the root in the bundle | NegativeCasesTest | ROOT_IN_BUNDLE
      51 | another instance's root | NegativeCasesTest | UNKNOWN_LOG
      52 | a tag that moves meanwhile | cli.SignVerifyTest#aTagThatMovesIsLookedAtOnce | expect(10
      53 | other bytes than were asked for | cli.SignVerifyTest#bytesThatAreNotThoseAskedForAreRefused | 12 14
      54 | a registry that fails | cli.SignVerifyTest#aRegistryThatFailsIsNeverAMissingSignature | expect(14
      55 | nested without end | NegativeCasesTest | MALFORMED
      55 | a list that is garbage, or without end | cli.SignVerifyTest#aListThatIsGarbageOrEndlessIsTheRegistrysTrouble | expect(14
      55 | a gigabyte, a list of 100,000 | cli.SignVerifyTest#whatIsTooLongIsSaidToBeAndNotRead | expect(12 expect(14
      55 | many long ones | MixedCasesTest#signaturesThatTogetherAreTooLongAreNotAllRead | OVER_LIMIT
      55 | a key that takes gigabytes to open | sign.key.PasswordBoxTest#costsThatNobodyCanPayAreRefusedBeforeAnythingIsComputed | InputFailure
      56 | listed, and refers to another | NegativeCasesTest | WRONG_REFERRER
      57 | a foreign bundle beside an older signature | MixedCasesTest#aForeignBundleHidesNoOlderSignatureNorTheOtherWayRound | holds
      58 | a bad one beside a good one | MixedCasesTest#aForeignBundleHidesNoOlderSignatureNorTheOtherWayRound | holds MALFORMED
      59 | the other form of an ECDSA signature | MixedCasesTest#theOtherFormOfAnEcdsaSignatureIsNoSecondOne | holds
      60 | malformed signatures, another curve | NegativeCasesTest | BAD_SIGNATURE
      """;

  private record Case(int number, String test, Set<String> outcomes) {
    static Case read(String line) {
      String[] cells = line.split(" \\| ");
      return new Case(
          Integer.parseInt(cells[0]), cells[2], Set.copyOf(List.of(cells[3].split(" "))));
    }
  }

  private static List<Case> cases() {
    return CASES.lines().map(Case::read).toList();
  }

  @Test
  void everyOneOfTheSixtyHasATest() {
    assertEquals(
        IntStream.rangeClosed(1, 60).boxed().collect(Collectors.toSet()),
        cases().stream().map(Case::number).collect(Collectors.toSet()));
  }

  @Test
  void whatIsForgedIsRefusedForTheReasonsThatStandHere() {
    Map<Integer, Set<String>> expected = new TreeMap<>();
    cases().stream()
        .filter(c -> c.test.equals(FORGED))
        .forEach(c -> expected.put(c.number, new TreeSet<>(c.outcomes)));
    Map<Integer, Set<String>> held = new TreeMap<>();
    NegativeCasesTest.byNumber()
        .forEach((number, reasons) ->
            held.put(
                number,
                reasons.stream().map(Reason::name).collect(Collectors.toCollection(TreeSet::new))));
    assertEquals(expected, held);
  }

  @Test
  void allOthersAreTestsThatSpeakOfTheirOutcome() throws Exception {
    for (Case one : cases()) {
      if (one.test.equals(FORGED)) {
        continue;
      }
      String[] place = one.test.split("#");
      String type = place[0].contains(".") ? place[0] : "sign.image." + place[0];
      Method method = Class.forName("dev.assay." + type).getDeclaredMethod(place[1]);
      boolean isTest =
          Arrays.stream(method.getAnnotations()).anyMatch(a -> a.annotationType() == Test.class);
      assertTrue(isTest, one.test);
      String body = body(type, place[1]);
      for (String outcome : one.outcomes) {
        String word = outcome.equals("holds") ? "accepted().size()" : outcome;
        assertTrue(body.contains(word), () -> one.test + " says nothing of " + word);
      }
    }
  }

  private static String body(String type, String method) throws IOException {
    Path file = Path.of("src/test/java/dev/assay", type.replace('.', '/') + ".java");
    String source = Files.readString(file);
    int start = source.indexOf("void " + method + "(");
    return source.substring(start, source.indexOf("\n  }\n", start));
  }
}
