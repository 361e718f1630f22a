package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Packages of Alpine, Wolfi and Chainguard, from the database that `apk` keeps in the image.
///
/// A block per package, ended by a blank line; a `K:value` line per field, in any order: `P` name,
/// `V` version, `A` architecture, `o` origin (the source package, which advisories name), `L`
/// licence, `m` maintainer, `D` needs, `p` provides, `C` checksum; `F` a folder, `R` a file in the
/// folder named last.
///
/// Source: <https://wiki.alpinelinux.org/wiki/Apk_spec>
public final class ApkAnalyzer implements Analyzer {
  private static final String PLACE = "lib/apk/db/installed";
  private static final String MERGED_PLACE = "usr/lib/apk/db/installed";
  private static final String KEPT_FIELDS = "PVAoLmDpC";

  @Override
  public String name() {
    return "apk";
  }

  @Override
  public int rulesVersion() {
    return 2;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean wants(String path) {
    return path.equals(PLACE) || path.equals(MERGED_PLACE);
  }

  @Override
  public List<String> places() {
    return List.of(PLACE, MERGED_PLACE);
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var lines = new Lines(content);
    var block = new Block();
    var packages = new Needs(found);
    while (lines.next()) {
      if (lines.length() == 0) {
        block.finish(packages, found);
        block = new Block();
      } else if (lines.byteAt(1) == ':') {
        if (block.has((char) lines.byteAt(0))) {
          found.gap(lines.number(), "no blank line before this package");
          block.finish(packages, found);
          block = new Block();
        }
        block.take((char) lines.byteAt(0), lines, found);
      } else {
        String line = Lines.excerpt(lines.text());
        found.gap(lines.number(), "expected `K:value`, found `" + line + "`");
      }
    }
    block.finish(packages, found);
    if (block.firstLine > 0 || !lines.isEnded()) {
      found.gap(lines.number(), "no blank line behind the last package: the file is cut off");
    }
    packages.finish();
  }

  private static final class Block {
    private final Map<Character, String> fields = new HashMap<>();
    private String folder = "";
    private long firstLine;

    void take(char key, Lines lines, Found found) {
      firstLine = firstLine == 0 ? lines.number() : firstLine;
      if (lines.isCut()) {
        found.gap(lines.number(), "a line longer than " + Lines.MAX_LINE_BYTES + " bytes");
      }
      if (key == 'F') {
        folder = lines.text().substring(2);
      } else if (key == 'R') {
        String file = lines.text().substring(2);
        found.owns(folder.isEmpty() ? file : folder + "/" + file);
      } else if (KEPT_FIELDS.indexOf(key) >= 0) {
        fields.put(key, lines.text().substring(2).strip());
      }
    }

    /// Whether the field is known already: then the line is the next package's.
    boolean has(char key) {
      return fields.containsKey(key);
    }

    void finish(Needs packages, Found found) {
      String name = field('P');
      String version = field('V');
      if (name.isEmpty() || version.isEmpty()) {
        if (firstLine > 0) {
          found.gap(firstLine, "a package without " + (name.isEmpty() ? "name" : "version"));
        }
        return;
      }
      String origin = field('o');
      Component.Builder component =
          Component.of(PackageType.APK, "apk", name, version)
              .architecture(field('A'))
              .source(origin.equals(name) ? "" : origin, "")
              .licenses(field('L').isEmpty() ? List.of() : List.of(field('L')))
              .maintainer(field('m'))
              .detail("digest", digest(field('C')));
      List<String> provides = names(field('p'));
      provides.add(name);
      packages.add(component, provides, names(field('D')));
    }

    private String field(char key) {
      return fields.getOrDefault(key, "");
    }
  }

  /// `Q1` and the base64 of a SHA-1, or, long ago, the hexadecimal of an MD5.
  private static String digest(String checksum) {
    if (!checksum.startsWith("Q1")) {
      return checksum.isEmpty() ? "" : "md5:" + checksum;
    }
    try {
      return "sha1:" + HexFormat.of().formatHex(Base64.getDecoder().decode(checksum.substring(2)));
    } catch (IllegalArgumentException _) {
      return ""; // of no use to anybody, and no reason to doubt the package
    }
  }

  /// Names without their version constraints; a leading `!` is a conflict.
  private static List<String> names(String list) {
    var names = new ArrayList<String>();
    for (String item : list.split(" ")) {
      int length = 0;
      while (length < item.length() && "<>=~@".indexOf(item.charAt(length)) < 0) {
        length++;
      }
      if (length > 0 && item.charAt(0) != '!') {
        names.add(item.substring(0, length));
      }
    }
    return names;
  }
}
