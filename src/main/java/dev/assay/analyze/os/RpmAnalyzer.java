package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.HeldBytes;
import dev.assay.format.rpmdb.RpmDatabase;
import dev.assay.format.sqlite.WriteAheadLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Packages of Red Hat, SUSE, Amazon, Azure Linux, Photon and what is made of them, from the
/// database that `rpm` keeps in the image.
///
/// It is in one of three folders, in one of three forms; `RpmDatabase` tells them apart. Beside the
/// SQLite form there may be a write-ahead log: what it changed cannot be joined with the database
/// by somebody who sees one file at a time, and is a gap. Where there is no rpm, a manifest may
/// tell what was installed (`RpmManifest`).
///
/// Source: <https://rpm.org/docs/latest/man/rpm-config.5> (`%_dbpath`, `%_db_backend`)
public final class RpmAnalyzer implements Analyzer {
  private static final List<String> PLACES =
      List.of(
          "usr/lib/sysimage/rpm/Packages",
          "usr/lib/sysimage/rpm/Packages.db",
          "usr/lib/sysimage/rpm/rpmdb.sqlite",
          "usr/lib/sysimage/rpm/rpmdb.sqlite-wal",
          "usr/share/rpm/Packages",
          "usr/share/rpm/Packages.db",
          "usr/share/rpm/rpmdb.sqlite",
          "usr/share/rpm/rpmdb.sqlite-wal",
          "var/lib/rpm/Packages",
          "var/lib/rpm/Packages.db",
          "var/lib/rpm/rpmdb.sqlite",
          "var/lib/rpm/rpmdb.sqlite-wal",
          "var/lib/rpmmanifest/container-manifest-2");

  /// What is held in memory, in a heap of 256 MB.
  private static final long MAX_BYTES = 128L << 20;

  /// Several layers may be read at a time, each with its database, but one database is in memory.
  private static final ReentrantLock MEMORY = new ReentrantLock();

  @Override
  public String name() {
    return "rpm";
  }

  @Override
  public int rulesVersion() {
    return 3;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean wants(String path) {
    return path.contains("/rpm") && PLACES.contains(path);
  }

  @Override
  public List<String> places() {
    return PLACES;
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    if (path.startsWith("var/lib/rpmmanifest/")) {
      RpmManifest.read(content, found);
      return;
    }
    MEMORY.lock();
    try {
      HeldBytes file = HeldBytes.read(content, MAX_BYTES);
      if (path.endsWith("-wal")) {
        readLog(file, found);
      } else {
        var packages = new RpmPackages(found);
        RpmDatabase.read(file, packages);
        packages.finish();
      }
    } catch (InputFailure e) {
      found.gap(0, String.valueOf(e.getMessage()));
    } finally {
      MEMORY.unlock();
    }
  }

  private static void readLog(HeldBytes log, Found found) {
    int pages = WriteAheadLog.committedPages(log);
    if (pages > 0) {
      found.gap(
          0,
          "a write-ahead log of "
              + pages
              + " pages: what it changed in the rpm database may be missing from the answer");
    }
  }
}
