package dev.assay.analyze.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which package databases are another root's.
class NestedRootAnalyzerTest {
  @ParameterizedTest
  @CsvSource({
    "lib/apk/db/installed, false",
    "usr/lib/apk/db/installed, false",
    "srv/lib/apk/db/installed, true",
    "srv/usr/lib/apk/db/installed, true",
    "var/lib/dpkg/status, false",
    "opt/debian/var/lib/dpkg/status, true",
    "usr/var/lib/dpkg/status, true",
    "opt/debian/var/lib/dpkg/status-old, false",
    "var/lib/rpm/rpmdb.sqlite, false",
    "mnt/var/lib/rpm/rpmdb.sqlite, true",
    "usr/lib/sysimage/rpm/Packages.db, false",
    "host/usr/lib/sysimage/rpm/Packages.db, true",
    "xvar/lib/rpm/Packages, false",
  })
  void tellsItFromTheRootsOwn(String path, boolean isNested) {
    assertEquals(isNested, new NestedRootAnalyzer().wants(path));
  }
}
