package dev.assay.analyze.language.jvm;

import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.maven.Pom;
import dev.assay.format.maven.PomReader;
import dev.assay.format.zip.ZipStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/// One archive as it streams by, and those in it.
final class JarReading {
  /// An enterprise archive holds web applications, which hold libraries, which may hold some of
  /// their own.
  private static final int MAX_DEPTH = 6;

  private static final int MAX_METADATA_BYTES = 1 << 20;
  private static final int MAX_HELD_POMS = 50;

  private final String place;
  private final String inner;
  private final int depth;
  private final Found found;
  private final JarEvidence evidence = new JarEvidence();
  private final Map<String, byte[]> poms = new LinkedHashMap<>();

  /// @param place the outermost file and the way into it
  /// @param inner that way alone; gaps name the file themselves
  private JarReading(String place, String inner, int depth, Found found) {
    this.place = place;
    this.inner = inner;
    this.depth = depth;
    this.found = found;
  }

  /// Reads a file.
  ///
  /// @throws IOException where the bytes do not arrive
  static void file(String path, InputStream content, Found found) throws IOException {
    var digested = new DigestInputStream(content, sha1());
    try (ZipStream zip = ZipStream.of(digested)) {
      new JarReading(path, "", 1, found).read(zip, digested);
    }
  }

  /// A damaged archive still tells what came before the damage.
  private void read(ZipStream zip, DigestInputStream digested) throws IOException {
    String sha1 = "";
    boolean isDigested =
        place.endsWith(".jar")
            || place.endsWith(".JAR"); // a library's digest is known to repositories
    digested.on(isDigested);
    try {
      while (zip.next()) {
        entry(zip);
        isDigested &= !evidence.isNamed(place);
        digested.on(isDigested);
      }
      if (isDigested) {
        digested.transferTo(OutputStream.nullOutputStream());
        sha1 = HexFormat.of().formatHex(digested.getMessageDigest().digest());
      }
    } catch (InputFailure e) {
      gap(String.valueOf(e.getMessage()));
    }
    poms.forEach(this::pom);
    if (zip.files() > 0) {
      evidence.components(place, sha1).forEach(found::component);
    }
  }

  private void entry(ZipStream zip) throws IOException {
    String name = zip.name();
    boolean isArchive = JarAnalyzer.isArchive(name);
    boolean isManifest = name.equals("META-INF/MANIFEST.MF");
    boolean isMaven = name.contains("META-INF/maven/");
    boolean isProperties = isMaven && name.endsWith("/pom.properties");
    boolean isPom = isMaven && name.endsWith("/pom.xml");
    if (name.endsWith(".class")) {
      evidence.classes.add(name);
    } else if (!isArchive && !isManifest && !isProperties && !isPom) {
      return;
    } else if (!zip.isReadable()) {
      gap("`" + name + "` is encrypted or packed in an unknown way");
    } else if (isArchive) {
      nested(name, zip);
    } else if (isManifest) {
      evidence.manifest(JarManifest.read(new ByteArrayInputStream(metadata(zip))));
    } else {
      project(name.substring(0, name.lastIndexOf('/') + 1), isProperties, metadata(zip));
    }
  }

  private void project(String folder, boolean isProperties, byte[] bytes) throws IOException {
    if (isProperties) {
      properties(folder, bytes);
    } else if (poms.size() < MAX_HELD_POMS) {
      poms.put(folder, bytes);
    } else {
      pom(folder, bytes);
    }
  }

  private static byte[] metadata(ZipStream zip) throws IOException {
    byte[] bytes = zip.content().readNBytes(MAX_METADATA_BYTES + 1);
    if (bytes.length > MAX_METADATA_BYTES) {
      throw new InputFailure(
          "`" + zip.name() + "` is longer than " + MAX_METADATA_BYTES + " bytes");
    }
    return bytes;
  }

  private void nested(String name, ZipStream zip) throws IOException {
    if (depth >= MAX_DEPTH) {
      gap("`" + name + "` is not read: archives nested deeper than " + MAX_DEPTH);
      return;
    }
    var digested = new DigestInputStream(zip.content(), sha1());
    try (ZipStream inside = zip.nested(digested)) {
      new JarReading(place + "/" + name, inner + "/" + name, depth + 1, found)
          .read(inside, digested);
    }
  }

  /// Says what is wrong, and in which of the archives in the file.
  private void gap(String problem) {
    found.gap(0, inner.isEmpty() ? problem : "`" + inner.substring(1) + "`: " + problem);
  }

  private void properties(String folder, byte[] bytes) throws IOException {
    var read = new Properties();
    try {
      read.load(new ByteArrayInputStream(bytes));
    } catch (IllegalArgumentException _) {
      gap("`" + folder + "pom.properties` has a malformed escape");
    }
    Map<String, String> values = new HashMap<>();
    read.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
    evidence.properties(folder, values);
    poms.remove(folder);
  }

  private void pom(String folder, byte[] bytes) {
    try {
      Pom pom = PomReader.read(bytes);
      pom.problem().ifPresent(problem -> gap("`" + folder + "pom.xml`: " + problem));
      evidence.pom(folder, pom);
    } catch (InputFailure e) {
      gap("`" + folder + "pom.xml`: " + e.getMessage());
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1"); // what repositories publish; nothing relies on it
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
