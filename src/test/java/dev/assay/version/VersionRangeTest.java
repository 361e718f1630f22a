package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.AffectedRange;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VersionRangeTest {
  private static final VersionScheme NPM = new Npm();
  private static final VersionScheme DEB = new Deb();
  private static final VersionScheme PEP440 = new Pep440();

  @Test
  void includesTheIntroducedAndExcludesTheFixedVersion() {
    AffectedRange range = new AffectedRange("1.2.0", "1.4.0", "");
    assertFalse(VersionRange.holds(NPM, range, "1.1.9"));
    assertTrue(VersionRange.holds(NPM, range, "1.2.0"));
    assertTrue(VersionRange.holds(NPM, range, "1.4.0-rc.1"));
    assertFalse(VersionRange.holds(NPM, range, "1.4.0"));
  }

  @Test
  void includesTheLastAffectedVersion() {
    AffectedRange range = new AffectedRange("0", "", "1.4.0");
    assertTrue(VersionRange.holds(NPM, range, "1.4.0"));
    assertFalse(VersionRange.holds(NPM, range, "1.4.1"));
  }

  @Test
  void takesZeroAndNothingForTheBeginning() {
    assertTrue(VersionRange.holds(NPM, AffectedRange.before("1.0.0"), "0.0.0-alpha"));
    assertTrue(VersionRange.holds(DEB, new AffectedRange("0", "1.0", ""), "0~rc1"));
    assertTrue(VersionRange.holds(PEP440, AffectedRange.ALL, "0.dev0"));
  }

  @Test
  void holdsNothingBeforeTheBeginning() {
    assertFalse(VersionRange.holds(DEB, AffectedRange.before("0"), "0~rc1"));
    assertFalse(VersionRange.holds(new Apk(), AffectedRange.before("0"), "0_rc1"));
  }

  @Test
  void findsListedVersionsInAnySpelling() {
    List<String> listed = List.of("2.0.0rc1", "2004d");
    assertTrue(VersionRange.lists(PEP440, listed, "2.0.0-rc.1"));
    assertTrue(VersionRange.lists(PEP440, listed, "2004d"));
    assertFalse(VersionRange.lists(PEP440, listed, "2.0.0"));
    assertFalse(VersionRange.lists(PEP440, listed, "2004"));
  }
}
