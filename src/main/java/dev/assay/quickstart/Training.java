package dev.assay.quickstart;

import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// An image with something of everything that scans of real ones spend their time on. It is scanned
/// while the ahead-of-time cache is made (`release/Train.java`), so that the JVM has its classes at
/// hand and knows which methods are worth compiling: that is a tenth of the CPU time of a scan of
/// 200 MB.
public final class Training {
  private static final int PACKAGES = 400;
  private static final int JARS = 40;
  private static final int FILES = 4000;
  private static final int NOISE_BYTES = 8 << 20;
  private static final long MAX_PROGRAM_BYTES = 4 << 20;

  /// Names under which known programs are looked for in the JVM's own libraries.
  private static final List<String> KNOWN = List.of("bash", "git", "libcrypto.so.3", "perl");

  private Training() {}

  /// The image.
  public static ImageBuilder.Image image() throws IOException {
    var system = new LayerBuilder().file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    system.file("var/lib/noise", 0644, noise());
    debian(system);
    programs(system);
    var application = new LayerBuilder();
    for (int i = 0; i < PACKAGES; i++) {
      node(i, application);
      python(i, application);
    }
    jars(application);
    var upper = new LayerBuilder();
    upper.file("srv/app/node_modules/.wh.package-7", "").file("usr/share/.wh.doc", "");
    return new ImageBuilder(Platform.DEFAULT)
        .layer(system.build(), "ADD rootfs.tar /")
        .layer(application.build(), "COPY app /srv/app")
        .layer(upper.build(), "RUN rm")
        .build();
  }

  /// What makes a layer so large that the inflater of large ones is taken; the others have the
  /// JDK's.
  private static byte[] noise() {
    byte[] noise = new byte[NOISE_BYTES];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static void debian(LayerBuilder layer) {
    var status = new StringBuilder();
    for (int i = 0; i < PACKAGES; i++) {
      status
          .append("Package: package-" + i + "\nStatus: install ok installed\nPriority: optional\n")
          .append("Section: libs\nInstalled-Size: 1234\nMaintainer: A Person <a@example.org>\n")
          .append("Architecture: amd64\nSource: source-" + i / 3 + " (1:2." + i + "-3)\n")
          .append("Version: 1:2." + i + "-3+deb12u1\nDepends: libc6 (>= 2.34), zlib1g\n")
          .append("Description: one of many\n that says a little more\n .\n and more\n\n");
      var list = new StringBuilder("/.\n/usr\n/usr/share\n/usr/share/doc\n");
      for (int file = 0; file < FILES / PACKAGES; file++) {
        String path = "usr/share/doc/package-" + i + "/file-" + file;
        list.append('/').append(path).append('\n');
        layer.file(path, "content of " + path);
      }
      layer.file("var/lib/dpkg/info/package-" + i + ":amd64.list", list.toString());
      layer.file("var/lib/dpkg/info/package-" + i + ":amd64.md5sums", "0  x\n");
      layer.symlink("usr/share/link-" + i, "doc/package-" + i);
    }
    layer.file("var/lib/dpkg/status", status.toString());
  }

  /// What the JVM consists of, for there are programs and libraries in every image.
  private static void programs(LayerBuilder layer) throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    for (String folder : List.of("bin", "lib")) {
      try (Stream<Path> files = Files.list(home.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          if (Files.size(file) <= MAX_PROGRAM_BYTES) {
            layer.file("usr/lib/jvm/" + folder + "/" + file.getFileName(), 0755, file);
            layer.file("usr/" + folder + "/other-" + file.getFileName(), 0755, file);
          }
        }
      }
    }
    byte[] library = Files.readAllBytes(home.resolve("lib").resolve(libraryName()));
    for (String name : KNOWN) {
      layer.file("usr/local/bin/" + name, 0755, library);
    }
    var told = new ByteArrayOutputStream();
    told.write(library);
    told.write("BusyBox v1.37.0".getBytes(StandardCharsets.UTF_8));
    layer.file("usr/bin/busybox", 0755, told.toByteArray());
  }

  private static String libraryName() {
    return System.mapLibraryName("java");
  }

  private static void node(int i, LayerBuilder layer) {
    String folder = "srv/app/node_modules/package-" + i + "/";
    layer.file(
        folder + "package.json",
        """
        {
          "name": "package-%1$d", "version": "1.%1$d.0", "description": "one of many",
          "main": "lib/index.js", "scripts": {"test": "mocha --reporter spec", "lint": "eslint ."},
          "repository": {"type": "git", "url": "https://example.org/%1$d.git"},
          "keywords": ["one", "of", "many"], "author": {"name": "A Person"}, "license": "MIT",
          "files": ["lib", "index.js"], "engines": {"node": ">= 0.8"},
          "dependencies": {"package-2": "^1.0.0", "package-3": "~1.1"},
          "devDependencies": {"mocha": "^9.2.2", "eslint": "8.1.0"}
        }
        """
            .formatted(i));
    layer.file(folder + "lib/index.js", "module.exports = require('./" + i + "');\n");
    layer.file(folder + "README.md", "# package-" + i + "\n");
  }

  private static void python(int i, LayerBuilder layer) {
    String folder = "usr/lib/python3/dist-packages/package_" + i;
    layer.file(
        folder + "-1.0.dist-info/METADATA",
        "Metadata-Version: 2.1\nName: package-"
            + i
            + "\nVersion: 1.0."
            + i
            + "\nLicense: MIT\nClassifier: License :: OSI Approved :: MIT License\n"
            + "Requires-Dist: requests (>=2)\n\nOne of many.\n");
    layer.file(folder + "-1.0.dist-info/RECORD", "package_" + i + "/__init__.py,sha256=x,10\n");
    layer.file(folder + "/__init__.py", "VERSION = " + i + "\n");
  }

  private static void jars(LayerBuilder layer) throws IOException {
    var all = new ByteArrayOutputStream();
    try (var fat = new JarOutputStream(all)) {
      for (int i = 0; i < JARS; i++) {
        byte[] jar = jar(i);
        layer.file("opt/lib/library-" + i + "-1." + i + ".jar", 0644, jar);
        fat.putNextEntry(new JarEntry("BOOT-INF/lib/library-" + i + ".jar"));
        fat.write(jar);
      }
    }
    layer.file("opt/app.jar", 0644, all.toByteArray());
  }

  private static byte[] jar(int i) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
      jar.write(
          ("Manifest-Version: 1.0\nImplementation-Title: library\nImplementation-Version: 1."
                  + i
                  + "\n\n")
              .getBytes(StandardCharsets.UTF_8));
      jar.putNextEntry(new JarEntry("META-INF/maven/org.sample/library-" + i + "/pom.properties"));
      jar.write(
          ("groupId=org.sample\nartifactId=library-" + i + "\nversion=1." + i + "\n")
              .getBytes(StandardCharsets.UTF_8));
      for (int entry = 0; entry < 50; entry++) {
        jar.putNextEntry(new JarEntry("org/sample/Class" + entry + ".class"));
        jar.write(new byte[500]);
      }
    }
    return bytes.toByteArray();
  }
}
