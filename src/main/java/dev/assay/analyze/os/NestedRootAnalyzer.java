package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import java.io.InputStream;
import java.util.List;

/// A package database that lies deeper than the root: of another root file system inside the
/// artifact, for a chroot or a container in a container. Its packages belong to a distribution of
/// their own, so that to match them by the artifact's would be wrong, and to say nothing of them a
/// silent zero: they are a gap.
public final class NestedRootAnalyzer implements Analyzer {
  /// Where package managers keep their databases, with the folder above that must be another one's.
  private static final List<String> ENDS =
      List.of(
          "/lib/apk/db/installed",
          "/var/lib/dpkg/status",
          "/var/lib/rpm/Packages",
          "/var/lib/rpm/Packages.db",
          "/var/lib/rpm/rpmdb.sqlite",
          "/usr/lib/sysimage/rpm/Packages",
          "/usr/lib/sysimage/rpm/Packages.db",
          "/usr/lib/sysimage/rpm/rpmdb.sqlite");

  /// `/lib` is a link to it where the two are merged: still the root's own.
  private static final String MERGED = "usr";

  @Override
  public String name() {
    return "nested-root";
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
    for (int i = 0; i < ENDS.size(); i++) {
      if (path.endsWith(ENDS.get(i))) {
        int root = path.length() - ENDS.get(i).length();
        boolean isMerged = root == MERGED.length() && path.startsWith(MERGED);
        return !isMerged || !ENDS.get(i).startsWith("/lib/");
      }
    }
    return false;
  }

  @Override
  public void read(String path, InputStream content, Found found) {
    found.gap(
        0,
        "the package database of another root file system inside this one, not read: scan that"
            + " folder with `assay rootfs`");
  }
}
