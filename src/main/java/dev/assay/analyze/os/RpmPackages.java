package dev.assay.analyze.os;

import dev.assay.analyze.Found;
import dev.assay.format.rpmdb.RpmDatabase;
import dev.assay.format.rpmdb.RpmHeader;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Turns the headers of an rpm database into components.
final class RpmPackages implements RpmDatabase.Headers {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int VENDOR = 1011;
  private static final int LICENSE = 1014;
  private static final int PACKAGER = 1015;
  private static final int ARCH = 1022;
  private static final int OLD_FILE_NAMES = 1027;
  private static final int SOURCE_RPM = 1044;
  private static final int PROVIDES = 1047;
  private static final int REQUIRES = 1049;
  private static final int DIR_INDEXES = 1116;
  private static final int BASE_NAMES = 1117;
  private static final int DIR_NAMES = 1118;
  private static final int MODULARITY_LABEL = 5096;
  private static final int SIGNED_MD5 = 261;

  /// A database of all of a distribution has fewer.
  private static final int MAX_FILES = 4_000_000;

  private static final int MAX_PATH = 4096;

  private final Found found;
  private final Needs packages;
  private int files;

  RpmPackages(Found found) {
    this.found = found;
    this.packages = new Needs(found);
  }

  @Override
  public void problem(long offset, String problem) {
    found.gap(offset, problem);
  }

  @Override
  public void header(RpmHeader header) {
    String name = header.text(NAME);
    String version = header.text(VERSION);
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(0, "a package without " + (name.isEmpty() ? "name" : "version"));
      return;
    }
    if (name.equals("gpg-pubkey")) {
      return; // a key that somebody trusted
    }
    String epoch = epoch(header);
    String full = epoch + version + dashed(header.text(RELEASE));
    Component.Builder component =
        Component.of(PackageType.RPM, "rpm", name, full)
            .architecture(header.text(ARCH))
            .licenses(header.text(LICENSE).isEmpty() ? List.of() : List.of(header.text(LICENSE)))
            .maintainer(maintainer(header))
            .detail("modularitylabel", header.text(MODULARITY_LABEL))
            .detail("digest", digest(header.bytes(SIGNED_MD5)));
    if (ThirdParty.isRpm(header.text(VENDOR), full)) {
      component.detail(Component.REPOSITORY, Component.THIRD_PARTY);
    }
    RpmSource source = RpmSource.parse(header.text(SOURCE_RPM), epoch);
    component.source(
        source.name().equals(name) ? "" : source.name(),
        source.version().equals(full) ? "" : source.version());
    List<String> provides = new ArrayList<>(header.texts(PROVIDES));
    provides.add(name);
    // What is in a distribution's package is the distribution's to advise on. Python's or Node's
    // packages in anybody else's rpm are found by themselves.
    files(header, ThirdParty.isOfDistribution(header.text(VENDOR), full), provides);
    packages.add(component, provides, header.texts(REQUIRES).stream().distinct().toList());
  }

  /// Hands over the packages.
  void finish() {
    packages.finish();
  }

  private static String epoch(RpmHeader header) {
    long epoch = header.number(EPOCH).orElse(0);
    return epoch == 0 ? "" : epoch + ":";
  }

  private static String dashed(String release) {
    return release.isEmpty() ? "" : "-" + release;
  }

  /// The publisher; who packed it where nobody is named.
  private static String maintainer(RpmHeader header) {
    return header.text(VENDOR).isEmpty() ? header.text(PACKAGER) : header.text(VENDOR);
  }

  private static String digest(byte[] md5) {
    return md5.length == 16 ? "md5:" + HexFormat.of().formatHex(md5) : "";
  }

  /// Files belong to the package; programs are also what others need by their path.
  private void files(RpmHeader header, boolean isOwned, List<String> provides) {
    List<String> bases = header.texts(BASE_NAMES);
    List<String> folders = header.texts(DIR_NAMES);
    int[] indexes = header.numbers(DIR_INDEXES);
    if (indexes.length != bases.size()) {
      found.gap(0, "the files of " + Lines.excerpt(header.text(NAME)) + " have no folders");
      return;
    }
    for (int i = 0; i < indexes.length; i++) {
      if (indexes[i] >= 0 && indexes[i] < folders.size()) {
        file(folders.get(indexes[i]), bases.get(i), isOwned, provides);
      }
    }
    for (String path : header.texts(OLD_FILE_NAMES)) {
      file("", path, isOwned, provides);
    }
  }

  private void file(String folder, String base, boolean isOwned, List<String> provides) {
    if (++files > MAX_FILES || folder.length() + base.length() > MAX_PATH) {
      if (files == MAX_FILES + 1) {
        found.gap(0, "more than " + MAX_FILES + " files, the rest is left out");
      }
      return;
    }
    String path = folder + base;
    if (path.length() > 1 && path.charAt(0) == '/') {
      if (isOwned) {
        found.owns(path.substring(1));
      }
      if (folder.endsWith("bin/")) {
        provides.add(path);
      }
    }
  }
}
