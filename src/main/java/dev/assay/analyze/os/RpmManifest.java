package dev.assay.analyze.os;

import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/// What `rpm -qa` printed when an image without rpm was made: distroless CBL-Mariner and Azure
/// Linux.
///
/// A line per package, its fields between tabs: name, version-release, time of installation, of
/// build; in later images also vendor, epoch or `(none)`, size, architecture, epoch as a number,
/// source package's file. `container-manifest-1`, always beside it, has the same packages without
/// the fields.
///
/// Source: `generateContainerManifests` in
/// <https://github.com/microsoft/azurelinux/blob/3.0/toolkit/tools/imagegen/installutils/installutils.go>
final class RpmManifest {
  /// None is written as 0.
  private static final Pattern EPOCH = Pattern.compile("[1-9][0-9]{0,9}");

  private RpmManifest() {}

  static void read(InputStream content, Found found) throws IOException {
    var lines = new Lines(content);
    while (lines.next()) {
      if (lines.length() > 0) {
        line(lines, found);
      }
    }
    if (!lines.isEnded()) {
      found.gap(lines.number(), "its last line is cut off");
    }
  }

  private static void line(Lines lines, Found found) {
    String[] fields = lines.text().split("\t", -1);
    if (fields.length < 4 || fields[0].isEmpty() || fields[1].isEmpty()) {
      String line = Lines.excerpt(lines.text());
      found.gap(lines.number(), "expected fields between tabs, found `" + line + "`");
      return;
    }
    if (fields[0].equals("gpg-pubkey")) {
      return;
    }
    String epoch = EPOCH.matcher(field(fields, 8)).matches() ? field(fields, 8) + ":" : "";
    RpmSource source = RpmSource.parse(field(fields, 9), epoch);
    String version = epoch + fields[1];
    boolean isThirdParty = ThirdParty.isRpm(field(fields, 4), version);
    found.component(
        Component.of(PackageType.RPM, "rpm", fields[0], version)
            .architecture(field(fields, 7))
            .maintainer(field(fields, 4))
            .detail(Component.REPOSITORY, isThirdParty ? Component.THIRD_PARTY : "")
            .source(
                source.name().equals(fields[0]) ? "" : source.name(),
                source.version().equals(version) ? "" : source.version())
            .build());
  }

  private static String field(String[] fields, int i) {
    String field = i < fields.length ? fields[i].strip() : "";
    return field.equals("(none)") ? "" : field;
  }
}
