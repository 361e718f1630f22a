package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.AffectedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RequirementTest {
  private static String npm(String text) {
    return Requirement.npm().read(text).toString();
  }

  @Test
  void readsTheRangesOfNpm() {
    assertEquals("<=1.2.3, >=2.0.0 <2.1.0", npm("<=1.2.3 || >=2 <2.1"));
    assertEquals(">=1.2.3 <2.0.0-0", npm("^1.2.3"));
    assertEquals(">=0.2.3 <0.3.0-0", npm("^0.2.3"));
    assertEquals(">=0.0.3 <0.0.4-0", npm("^0.0.3"));
    assertEquals(">=0.0.0 <0.1.0-0", npm("^0.0"));
    assertEquals(">=0.0.0 <1.0.0-0", npm("^0"));
    assertEquals(">=1.2.3-beta.2 <1.3.0-0", npm("~1.2.3-beta.2"));
    assertEquals(">=1.0.0 <2.0.0-0", npm("~1"));
    assertEquals(">=1.2.0 <1.3.0-0", npm("1.2.x"));
    assertEquals(">=1.2.3 <2.4.0-0", npm("1.2.3 - 2.3"));
    assertEquals(">=2.0.0", npm(">1"));
    assertEquals(">1.2.3", npm("> 1.2.3"));
    assertEquals("<1.3.0-0", npm("<= 1.2"));
    assertEquals(">=1.2.3 <=1.2.3", npm("=v1.2.3"));
    assertEquals("*", npm("*"));
    assertEquals("*", npm(""));
    assertEquals("", npm("<2.0.0 >3.0.0"));
  }

  @Test
  void readsTheRequirementsOfGems() {
    assertEquals(">=1.1.3 <1.2.A", Requirement.gem().read("~> 1.1.3").toString());
    assertEquals(">=4.2.5.1 <5.A", gems("~> 4.2, >= 4.2.5.1"));
    VersionSet patched = Requirement.gem().read("~> 1.1.3").or(Requirement.gem().read(">= 1.2.1"));
    VersionSet unaffected = Requirement.gem().read("< 1.0.0");
    VersionSet affected = patched.or(unaffected).not();
    assertEquals(">=1.0.0 <1.1.3, >=1.2.A <1.2.1", affected.toString());
    assertTrue(affected.holds("1.2.0.rc1"));
    assertFalse(affected.holds("1.1.4"));
  }

  private static String gems(String text) {
    return Requirement.gem().read(text).toString();
  }

  @Test
  void readsTheRequirementsOfElixir() {
    assertEquals(
        ">=2.1.3 <2.2.0-0, >=3.0.0", Requirement.hex().read("~> 2.1.3 or >= 3.0.0").toString());
    assertEquals(">=2.1 <3.0.0-0", Requirement.hex().read("~> 2.1").toString());
    assertEquals(">=1.0.0 <1.5.0", Requirement.hex().read(">= 1.0.0 and < 1.5.0").toString());
  }

  @Test
  void readsComparisonsOfAnyScheme() {
    Requirement php = Requirement.comparing(new Composer());
    assertEquals(">=1.0 <1.2", php.read(">=1.0, <1.2").toString());
    assertEquals(">=1.0 <1.2, >=2.0", php.read(">=1.0 <1.2|>=2.0").toString());
    Requirement haskell = Requirement.comparing(new Pvp());
    assertEquals(">=1.0 <1.2", haskell.read(">=1.0 && <1.2").toString());
    assertEquals("<1.5, >1.5", haskell.read("!=1.5").toString());
    assertEquals("<=0.11.0", Requirement.comparing(new Pep440()).read("<=0.11.0").toString());
  }

  @Test
  void refusesWhatIsNoRequirement() {
    for (String text : List.of("", ">=", "1.0 |", "junk!", ">= 1.0 <", "~> 1.0", ",,")) {
      Requirement haskell = Requirement.comparing(new Pvp());
      assertThrows(InputFailure.class, () -> haskell.read(text), text);
    }
    for (String text : List.of(">=", "1.2.3.4.5", "hello", "1.2 - ", "^^1")) {
      assertThrows(InputFailure.class, () -> Requirement.npm().read(text), text);
    }
    assertThrows(InputFailure.class, () -> Requirement.hex().read("~> 1"));
    assertThrows(InputFailure.class, () -> Requirement.npm().read("1 ".repeat(10_000)));
  }

  @Test
  void holdsWhatTheWordsSay() {
    VersionSet after = Requirement.npm().read(">1.2.3 <2.0.0");
    assertFalse(after.holds("1.2.3"));
    assertTrue(after.holds("1.2.4-rc.1"));
    assertTrue(after.holds("2.0.0-rc.1"));
    assertFalse(after.holds("2.0.0"));
  }

  /// Sets behave as sets, and the ranges they become hold the same versions.
  @Test
  void joinsAndInvertsWithoutLosingAnything() {
    VersionScheme scheme = new SemVer();
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      VersionSet a = randomSet(scheme, random);
      VersionSet b = randomSet(scheme, random);
      for (int n = 1; n < 12; n++) {
        String version = n + ".0.0";
        assertEquals(a.holds(version) || b.holds(version), a.or(b).holds(version));
        assertEquals(a.holds(version) && b.holds(version), a.and(b).holds(version));
        assertEquals(!a.holds(version), a.not().holds(version));
        assertEquals(a.holds(version), inRanges(scheme, a.ranges(), version), a + ": " + version);
      }
      assertEquals(a.toString(), a.not().not().toString());
      assertTrue(a.and(a.not()).isEmpty());
    }
  }

  private static boolean inRanges(
      VersionScheme scheme, List<AffectedRange> ranges, String version) {
    return ranges.stream().anyMatch(range -> VersionRange.holds(scheme, range, version));
  }

  private static VersionSet randomSet(VersionScheme scheme, Random random) {
    List<VersionSet> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String version = (1 + random.nextInt(10)) + ".0.0";
      parts.add(
          switch (random.nextInt(5)) {
            case 0 -> VersionSet.from(scheme, version);
            case 1 -> VersionSet.after(scheme, version);
            case 2 -> VersionSet.before(scheme, version);
            case 3 -> VersionSet.upTo(scheme, version);
            default -> VersionSet.only(scheme, version).not();
          });
    }
    return parts.get(0).and(parts.get(1)).or(parts.get(2));
  }
}
