package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.support.TarBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Layers that no builder makes, by name. Each stands on a base of two apk packages without
/// findings, so that a scan of one ends in 0 where all of it was read.
final class HostileImages {
  static final String DATABASE = "lib/apk/db/installed";
  private static final String TWO =
      "P:musl\nV:1.1.22-r3\nA:x86_64\n\nP:zlib\nV:1.3-r0\nA:x86_64\n\n";
  private static final String ONE = "P:musl\nV:1.1.22-r3\nA:x86_64\n\n";
  private static final String POM = "META-INF/maven/g/a/pom.properties";

  private HostileImages() {}

  /// The layers of each, the lowest first.
  static Map<String, Supplier<List<byte[]>>> all() {
    Map<String, Supplier<List<byte[]>>> all = new TreeMap<>();
    all.put("as it should be", () -> List.of(base().gzip()));
    bombs(all);
    entries(all);
    layers(all);
    streams(all);
    jars(all);
    return all;
  }

  private static TarBytes base() {
    return new TarBytes()
        .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
        .file(DATABASE, TWO);
  }

  private static List<byte[]> above(TarBytes upper) {
    return List.of(base().gzip(), upper.gzip());
  }

  private static void bombs(Map<String, Supplier<List<byte[]>>> all) {
    all.put(
        "bomb of zeros",
        () -> {
          byte[] zeros = TarBytes.gzip(new byte[16 << 20]);
          return List.of(
              base().gzip(), joined(TarBytes.gzip(header("zeros", 1L << 30)), zeros, 64));
        });
    all.put(
        "database of 1 GB",
        () -> {
          byte[] members = TarBytes.gzip(packages(16 << 20));
          return List.of(
              new TarBytes().file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n").gzip(),
              joined(TarBytes.gzip(header(DATABASE, 1L << 30)), members, 64));
        });
    all.put(
        "100,000 files",
        () -> {
          TarBytes tar = base();
          for (int i = 0; i < 100_000; i++) {
            tar.file("srv/" + i, "");
          }
          return List.of(tar.gzip());
        });
    all.put(
        "127 layers",
        () -> {
          List<byte[]> layers = new ArrayList<>(List.of(base().gzip()));
          for (int i = 1; i < 127; i++) {
            layers.add(
                new TarBytes()
                    .file(
                        "app/node_modules/n" + i + "/package.json",
                        "{\"name\":\"n" + i + "\",\"version\":\"1.0.0\"}")
                    .gzip());
          }
          return layers;
        });
  }

  private static void entries(Map<String, Supplier<List<byte[]>>> all) {
    all.put(
        "names with dots and slashes",
        () ->
            List.of(
                new TarBytes()
                    .file("/etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
                    .file("./lib//apk/./db/installed", TWO)
                    .gzip()));
    all.put(
        "names that climb",
        () -> above(new TarBytes().file("../../lib/apk/db/installed", ONE).file("a/../../x", "")));
    all.put(
        "long names by PAX and GNU",
        () ->
            List.of(
                new TarBytes()
                    .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
                    .entry('L', "././@LongLink", "", (DATABASE + "\0").getBytes(UTF_8))
                    .file("a", ONE)
                    .pax(TarBytes.record("path", DATABASE))
                    .file("b", TWO)
                    .gzip()));
    all.put(
        "PAX size that lies",
        () -> above(new TarBytes().pax(TarBytes.record("size", "900000000000000")).file("x", "y")));
    all.put(
        "sparse database of holes",
        () ->
            above(
                new TarBytes()
                    .pax(
                        TarBytes.record("GNU.sparse.map", "0,1")
                            + TarBytes.record("GNU.sparse.size", "900000000000000"))
                    .file(DATABASE, "x")));
    all.put(
        "devices and pipes",
        () ->
            above(
                new TarBytes()
                    .entry('3', "dev/null", "", new byte[0])
                    .entry('4', "dev/sda", "", new byte[0])
                    .entry('6', "run/pipe", "", new byte[0])));
    all.put(
        "device in the place of the database",
        () -> above(new TarBytes().entry('3', DATABASE, "", new byte[0])));
    all.put("unknown type", () -> above(new TarBytes().entry('Z', "srv/x", "", new byte[0])));
    all.put("database twice in a layer", () -> List.of(base().file(DATABASE, ONE).gzip()));
    all.put(
        "loop of links",
        () -> above(new TarBytes().symlink("a/b", "../c/d").symlink("c/d", "../a/b")));
    all.put(
        "1,000 folders deep",
        () ->
            above(new TarBytes().folder("d/".repeat(999) + "d").file("d/".repeat(1000) + "f", "")));
    all.put("database is a folder", () -> above(new TarBytes().folder(DATABASE)));
  }

  private static void layers(Map<String, Supplier<List<byte[]>>> all) {
    all.put(
        "whiteouts of parents",
        () ->
            above(
                new TarBytes()
                    .file(".wh..", "")
                    .file(".wh...", "")
                    .file("lib/.wh...", "")
                    .file("lib/.wh.", "")));
    all.put(
        "opaque database folder",
        () -> above(new TarBytes().file("lib/apk/db/.wh..wh..opq", "").file(DATABASE, ONE)));
    all.put(
        "whiteout of the database",
        () -> above(new TarBytes().file("lib/apk/db/.wh.installed", "")));
    all.put(
        "whiteout and database in one layer",
        () -> above(new TarBytes().file(DATABASE, ONE).file("lib/apk/db/.wh.installed", "")));
    all.put(
        "hard link to a lower layer",
        () ->
            List.of(
                new TarBytes()
                    .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
                    .file("backup", TWO)
                    .gzip(),
                new TarBytes().hardLink(DATABASE, "backup").gzip()));
    all.put("hard link to nothing", () -> above(new TarBytes().hardLink(DATABASE, "gone")));
    all.put(
        "database behind a link",
        () ->
            List.of(
                new TarBytes()
                    .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
                    .symlink("lib/apk", "../usr/apk")
                    .gzip(),
                new TarBytes().file("usr/apk/db/installed", TWO).gzip()));
    all.put(
        "empty layers",
        () ->
            List.of(base().gzip(), new TarBytes().gzip(), TarBytes.gzip(new byte[0]), new byte[0]));
  }

  private static void streams(Map<String, Supplier<List<byte[]>>> all) {
    byte[] tar = base().end();
    byte[] packed = TarBytes.gzip(tar);
    all.put(
        "several gzip members",
        () ->
            List.of(
                concat(
                    TarBytes.gzip(Arrays.copyOf(tar, 700)),
                    TarBytes.gzip(Arrays.copyOfRange(tar, 700, tar.length)))));
    all.put("zeros after gzip", () -> List.of(concat(packed, new byte[512])));
    all.put("garbage after gzip", () -> List.of(concat(packed, "garbage".getBytes(UTF_8))));
    all.put(
        "garbage after the archive's end",
        () -> List.of(TarBytes.gzip(concat(tar, "garbage".getBytes(UTF_8)))));
    all.put(
        "second archive after the end",
        () -> List.of(TarBytes.gzip(concat(tar, new TarBytes().file(DATABASE, ONE).end()))));
    all.put("no end blocks", () -> List.of(TarBytes.gzip(base().open())));
    all.put("not packed", () -> List.of(tar));
    all.put(
        "bad CRC",
        () -> {
          byte[] bad = packed.clone();
          bad[bad.length - 8] ^= 1;
          return List.of(bad);
        });
    all.put(
        "bad length",
        () -> {
          byte[] bad = packed.clone();
          bad[bad.length - 1] ^= 1;
          return List.of(bad);
        });
    all.put("gzip without its trailer", () -> List.of(Arrays.copyOf(packed, packed.length - 8)));
    all.put("gzip cut in half", () -> List.of(Arrays.copyOf(packed, packed.length / 2)));
    all.put(
        "entry longer than its bytes",
        () -> List.of(TarBytes.gzip(concat(base().open(), header("x", 1 << 20)))));
    all.put(
        "header with a wrong checksum",
        () -> {
          byte[] bad = base().end();
          bad[148] ^= 1;
          return List.of(TarBytes.gzip(bad));
        });
    all.put("not an archive", () -> List.of("#!/bin/sh\nexit 0\n".repeat(100).getBytes(UTF_8)));
  }

  private static void jars(Map<String, Supplier<List<byte[]>>> all) {
    all.put(
        "jar in jar, 200 deep",
        () -> {
          byte[] jar = zip(Map.of(POM, pom("deepest")));
          for (int depth = 0; depth < 200; depth++) {
            jar = zip(Map.of("lib/a.jar", jar));
          }
          return above(new TarBytes().file("app/a.jar", jar));
        });
    all.put(
        "jar in jar, 3 deep",
        () ->
            above(
                new TarBytes()
                    .file(
                        "app/a.jar",
                        zip(
                            Map.of(
                                POM,
                                pom("outer"),
                                "lib/b.jar",
                                zip(
                                    Map.of(
                                        POM,
                                        pom("middle"),
                                        "c.jar",
                                        zip(Map.of(POM, pom("inner"))))))))));
    all.put(
        "zip bomb",
        () -> above(new TarBytes().file("app/bomb.jar", zip(Map.of(POM, new byte[32 << 20])))));
    all.put(
        "jar cut in half",
        () -> {
          byte[] jar = zip(Map.of(POM, pom("half"), "b", noise(5000)));
          return above(new TarBytes().file("app/a.jar", Arrays.copyOf(jar, jar.length / 2)));
        });
  }

  private static byte[] pom(String artifact) {
    return ("groupId=g\nartifactId=" + artifact + "\nversion=1.0\n").getBytes(UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        if (file.getKey().endsWith(".jar")) {
          var sum = new CRC32();
          sum.update(file.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(file.getValue().length);
          entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Packages that expand some sixty times: large, and under the limit of expansion.
  private static byte[] packages(int size) {
    String text = "x".repeat(1000);
    var bytes = new StringBuilder();
    for (int i = 0; bytes.length() < size; i++) {
      bytes.append("P:p").append(i * 7919L).append("\nV:1.2.3-r0\nT:").append(text).append("\n\n");
    }
    return Arrays.copyOf(bytes.toString().getBytes(UTF_8), size);
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(11).nextBytes(noise);
    return noise;
  }

  private static byte[] header(String path, long size) {
    return new TarBytes()
        .header(TarBytes.header('0', path.getBytes(UTF_8), new byte[0], size))
        .open();
  }

  private static byte[] joined(byte[] first, byte[] next, int times) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(first);
    for (int i = 0; i < times; i++) {
      all.writeBytes(next);
    }
    return all.toByteArray();
  }

  static byte[] concat(byte[] first, byte[] second) {
    return joined(first, second, 1);
  }
}
