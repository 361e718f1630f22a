package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import java.io.InputStream;
import java.util.List;

/// Says that an image has an rpm database, which this version does not read: its packages are
/// missing from the answer, and a gate must not call the image clean.
///
/// Source: <https://rpm.org/docs/latest/man/rpm-config.5> (`%_dbpath`, `%_db_backend`)
public final class RpmDatabaseAnalyzer implements Analyzer {
  private static final List<String> PLACES =
      List.of(
          "usr/lib/sysimage/rpm/Packages",
          "usr/lib/sysimage/rpm/Packages.db",
          "usr/lib/sysimage/rpm/rpmdb.sqlite",
          "var/lib/rpm/Packages",
          "var/lib/rpm/Packages.db",
          "var/lib/rpm/rpmdb.sqlite",
          "var/lib/rpmmanifest/container-manifest-1");

  @Override
  public String name() {
    return "rpm-unread";
  }

  @Override
  public int rulesVersion() {
    return 1;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean wants(String path) {
    return PLACES.contains(path);
  }

  @Override
  public List<String> places() {
    return PLACES;
  }

  @Override
  public void read(String path, InputStream content, Found found) {
    found.gap(
        0, "an rpm database, which this version cannot read: its packages are not in the answer");
  }
}
