import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes the release from what `./build launcher` has built:
///
/// - `assay-V.tar.gz`: jar, libraries, launcher, bill of materials, licences; the same bits each
///   time;
/// - `assay-V-OS-ARCH.tar.gz`: the same with a Java runtime and ahead-of-time caches;
/// - `assay-V-oci.tar`: an OCI image of the second;
/// - `SHA256SUMS`.
///
/// Run by `release/make` as a single source file, with Assay's jar on the class path: archive and
/// image are written by Assay's own code.
public final class Release {
  private static final String MODULES =
      "java.base,java.logging,java.net.http,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported";
  private static final int USER = 65532;

  /// The launcher gives scans 256 MB and `db build` 512 MB; without a shell to choose, both get the
  /// larger.
  private static final String HEAP = "-Xmx512m";

  private static final Path TARGET = Path.of("target");
  private static final Path OUT = TARGET.resolve("release");

  private Release() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path jdk = Path.of(args[0]);
    String version = args[1];
    deleteTree(OUT);
    Files.createDirectories(OUT);
    everyJarHasALicence();
    String name = "assay-" + version;
    List<Path> made = new ArrayList<>();
    made.add(archive(name, portable(name)));

    Path runtime = TARGET.resolve("runtime");
    deleteTree(runtime);
    run(
        jdk.resolve("bin/jlink").toString(),
        "--add-modules",
        MODULES,
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--compress",
        "zip-6",
        "--output",
        runtime.toString());
    Path stage = stage();
    Path caches = TARGET.resolve("caches").toAbsolutePath();
    deleteTree(caches);
    Files.createDirectories(caches);
    run(
        jdk.resolve("bin/java").toString(),
        "-cp",
        TARGET.resolve("assay.jar").toString(),
        "release/Train.java",
        runtime.resolve("bin/java").toString(),
        stage.resolve("assay.jar").toString(),
        caches.toString());
    String platform = name + "-" + system() + "-" + architecture();
    LayerBuilder whole = portable(platform);
    whole.tree(platform + "/runtime", runtime);
    for (String cache : List.of("assay.aot", "quick.aot", "sign.aot")) {
      whole.file(platform + "/" + cache, 0644, caches.resolve(cache));
    }
    made.add(archive(platform, whole));
    made.add(image(name, version, runtime, caches.resolve("assay.aot")));

    StringBuilder sums = new StringBuilder();
    for (Path file : made) {
      sums.append(Digest.sha256(Files.readAllBytes(file)).hex())
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    Files.writeString(OUT.resolve("SHA256SUMS"), sums);
    System.out.print(sums);
  }

  /// The jars as they will lie there once unpacked: the cache remembers their times.
  private static Path stage() throws IOException {
    Path stage = TARGET.resolve("stage").toAbsolutePath();
    deleteTree(stage);
    Files.createDirectories(stage.resolve("lib"));
    copy(TARGET.resolve("assay.jar"), stage.resolve("assay.jar"));
    try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        copy(jar, stage.resolve("lib").resolve(jar.getFileName()));
      }
    }
    return stage;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    Files.setLastModifiedTime(to, java.nio.file.attribute.FileTime.fromMillis(0));
  }

  private static LayerBuilder portable(String folder) throws IOException {
    LayerBuilder files = new LayerBuilder();
    files.file(folder + "/assay", 0755, Path.of("assay"));
    files.file(folder + "/find-jdk", 0755, Path.of("src/main/dist/find-jdk"));
    files.file(folder + "/scan.jit", 0644, Path.of("src/main/dist/scan.jit"));
    program(files, folder);
    for (String text : List.of("LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md")) {
      files.file(folder + "/" + text, 0644, Path.of(text));
    }
    files.tree(folder + "/docs", Path.of("docs"));
    return files;
  }

  /// What every form of the release has.
  private static void program(LayerBuilder files, String folder) throws IOException {
    files.file(folder + "/assay.jar", 0644, TARGET.resolve("assay.jar"));
    files.tree(folder + "/lib", TARGET.resolve("lib"));
    files.tree(folder + "/licenses", Path.of("src/main/dist/licenses"));
    files.file(folder + "/sbom.cdx.json", 0644, TARGET.resolve("sbom.cdx.json"));
  }

  private static Path archive(String name, LayerBuilder files) throws IOException {
    Path file = OUT.resolve(name + ".tar.gz");
    try (OutputStream out = new LayerBuilder.BestGzip(Files.newOutputStream(file))) {
      files.writeTar(out);
    }
    return file;
  }

  /// An image from scratch: runtime, the C library it is linked with, and the program; no shell.
  private static Path image(String name, String version, Path runtime, Path cache)
      throws IOException, InterruptedException {
    LayerBuilder system = new LayerBuilder();
    system.tree("opt/assay/runtime", runtime);
    Set<String> owners = new LinkedHashSet<>();
    for (Path library : libraries(runtime)) {
      system.file(library.toString().substring(1), 0755, library.toRealPath());
      owners.add(owner(library));
    }
    for (String owner : owners) {
      if (!owner.isEmpty()) {
        system.file("var/lib/dpkg/status.d/" + owner, output("dpkg-query", "--status", owner));
      }
    }
    Path release = Path.of("/etc/os-release");
    if (Files.exists(release)) {
      system.file("etc/os-release", 0644, release.toRealPath());
    }
    LayerBuilder program = new LayerBuilder();
    program(program, "opt/assay");
    program.file("opt/assay/assay.aot", 0644, cache);
    ImageBuilder.Image image = assemble(system, program, version);
    Path file = OUT.resolve(name + "-oci.tar");
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageBuilder.writeTar(image, version, out);
    }
    return file;
  }

  /// Adds what a program needs that runs as a user without rights: who that is, and the folders it
  /// may write. Any user may write them, so that `docker run --user` works too.
  static ImageBuilder.Image assemble(LayerBuilder system, LayerBuilder program, String version)
      throws IOException {
    system.file("etc/passwd", "assay:x:" + USER + ":" + USER + "::/home/assay:/sbin/nologin\n");
    system.file("etc/group", "assay:x:" + USER + ":\n");
    system.folder("tmp", 01777, 0);
    system.folder("home/assay", 0755, USER);
    system.folder("home/assay/.cache", 01777, USER);
    List<String> java =
        List.of(
            "/opt/assay/runtime/bin/java",
            "-XX:AOTCache=/opt/assay/assay.aot",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:+UseSerialGC",
            HEAP,
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Xlog:aot*=off:stderr",
            "-Xlog:cds*=off:stderr",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            "/opt/assay/assay.jar");
    return new ImageBuilder(
            new Platform("linux", architecture().equals("x86_64") ? "amd64" : "arm64", ""))
        .layer(system.build(), "Java runtime and C library")
        .layer(program.build(), "Assay " + version)
        .label("org.opencontainers.image.title", "Assay")
        .label("org.opencontainers.image.version", version)
        .label("org.opencontainers.image.licenses", "Apache-2.0")
        .environment("HOME=/home/assay")
        .environment("LC_ALL=C.UTF-8")
        .environment("XDG_CACHE_HOME=/home/assay/.cache")
        .user(USER + ":" + USER)
        .entrypoint(java)
        .build();
  }

  /// What the dynamic linker loads for any program or library of the runtime.
  private static Set<Path> libraries(Path runtime) throws IOException, InterruptedException {
    Set<Path> found = new java.util.TreeSet<>();
    Pattern line = Pattern.compile("(?:=> )?(/\\S+) \\(0x[0-9a-f]+\\)");
    try (Stream<Path> files = Files.walk(runtime)) {
      for (Path file : (Iterable<Path>) files.filter(Release::isLinked).sorted()::iterator) {
        Matcher lines = line.matcher(output("ldd", file.toString()));
        while (lines.find()) {
          Path library = Path.of(lines.group(1));
          if (!library.startsWith(runtime.toAbsolutePath())) {
            found.add(library);
          }
        }
      }
    }
    return found;
  }

  private static boolean isLinked(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && (name.equals("java") || name.endsWith(".so"));
  }

  private static String owner(Path library) throws IOException, InterruptedException {
    for (Path name : List.of(library, library.toRealPath())) {
      Matcher owner =
          Pattern.compile("^([a-z0-9.+-]+)(?::\\S+)?: ")
              .matcher(output("dpkg-query", "-S", name.toString()));
      if (owner.find()) {
        return owner.group(1);
      }
    }
    return "";
  }

  private static void everyJarHasALicence() throws IOException {
    String listed = Files.readString(Path.of("src/main/dist/licenses/THIRD-PARTY.md"));
    try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
      List<String> missing =
          jars.map(p -> p.getFileName().toString().replaceFirst("-[0-9].*", ""))
              .filter(jar ->
                  !Pattern.compile("[| ,]" + Pattern.quote(jar) + "[ ,|]").matcher(listed).find())
              .sorted()
              .toList();
      if (!missing.isEmpty()) {
        throw new IOException(
            "no licence is listed for " + missing + ": add them to THIRD-PARTY.md");
      }
    }
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String architecture() {
    String arch = System.getProperty("os.arch");
    return arch.equals("amd64") ? "x86_64" : arch;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException(List.of(command) + " ended with " + code);
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file :
            (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
          Files.delete(file);
        }
      }
    }
  }
}
