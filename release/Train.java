import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.assay.Main;
import dev.assay.cli.Console;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Platform;
import dev.assay.quickstart.Training;
import dev.assay.server.LoopbackRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Trains the ahead-of-time caches: `Train JAVA JAR FOLDER` writes three into FOLDER.
///
/// - `quick.aot`, for commands that answer from what the program knows: `--version`, help and
///   completion;
/// - `sign.aot`, for those that sign and verify, trained by a key pair and what it signs, and by
///   the signatures of an identity in `release/training`;
/// - `assay.aot`, for all others: it is trained by scans in a registry of this process's own, over
///   plain HTTP and TLS, of unknown images and a known one, to the usual reports.
///
/// All that is in a cache is linked at each start, wanted or not, in about 30 µs a class; what a
/// command needs and is not in it takes ten times as long. So neither has the registry's own side,
/// nor the building of databases, which `quickstart` would bring.
///
/// Run as a single source file, with Assay's jar on the class path: by `build`, and by `release`.
public final class Train {
  /// What the launcher passes too, as a cache is of no use where that differs.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx256m",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--sun-misc-unsafe-memory-access=allow");

  /// What the better compiler is left for in scans (`scan.jit`) and training goes through. A method
  /// is compiled later as far as it was in training: at once and once only by the fast compiler,
  /// without counters for the better one, and of these not at all. That saves a sixth of the CPU
  /// time of a scan of 180 MB; what does not scan is started without it.
  private static final List<String> HASHING =
      List.of(
          "sun.security.provider.SHA2::*",
          "sun.security.provider.DigestBase::*",
          "dev.assay.format.tar.TarHeader::unsignedSum",
          "dev.assay.analyze.binary.Anchor::find",
          "dev.assay.analyze.binary.CrateList::find",
          "dev.assay.format.zip.ZipSource::seekDescriptor");

  private static final char[] PASSWORD = "training".toCharArray();

  private final Path java;
  private final Path jar;
  private final Path folder;
  private final Path work;

  private Train(Path java, Path jar, Path folder, Path work) {
    this.java = java;
    this.jar = jar;
    this.folder = folder;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("assay-train");
    try {
      new Train(absolute(args[0]), absolute(args[1]), absolute(args[2]), work).all();
    } finally {
      delete(work);
    }
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath();
  }

  private void all() throws IOException, InterruptedException, GeneralSecurityException {
    database();
    train(
        "quick.aot",
        // No profiles: what prints and ends is over before anything is worth compiling.
        List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"),
        List.of(
            line("--version"),
            line("version"),
            line("--help"),
            line("image", "--help"),
            line("help", "db"),
            line("completion", "bash")));
    String cache = work.resolve("cache").toString();
    Path authority = certificate();
    try (LoopbackRegistry open = LoopbackRegistry.start();
        LoopbackRegistry secure = LoopbackRegistry.start(server(), List.of())) {
      push(Training.image(), open, "many");
      push(alpine(), secure, "alpine");
      // By a name, as registries mostly have one.
      String first = open.host().replace("127.0.0.1", "localhost") + "/sample/many:1";
      String second = secure.host() + "/sample/alpine:1";
      String trusted = authority.toString();
      String json = "json=" + work.resolve("out.json");
      String sarif = "sarif=" + work.resolve("out.sarif");
      train(
          "assay.aot",
          Stream.concat(
                  Stream.of("-XX:TieredStopAtLevel=1", "-XX:CompileCommand=quiet"),
                  HASHING.stream().map(methods -> "-XX:CompileCommand=exclude," + methods))
              .toList(),
          List.of(
              line("image", "--cache-dir", cache, first),
              line("image", "--cache-dir", cache, "--skip-db-update", first),
              line("image", "--cache-dir", cache, "--format", json, "--format", sarif, first),
              line("image", "--cache-dir", cache, "--cacert", trusted, second),
              line("image", "--cache-dir", cache, "--cacert", trusted, "-f", "json", second)));
      train(
          "sign.aot",
          // No profiles: it is over before anything is worth compiling by them.
          List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"),
          List.of(
              line("generate-key-pair"),
              line("sign", "--key", "cosign.key", "--tlog-upload=false", first),
              line("verify", "--key", "cosign.pub", "--insecure-ignore-tlog", first),
              line(
                  "verify",
                  "--key",
                  "cosign.pub",
                  "--insecure-ignore-tlog",
                  "--output=json",
                  first),
              identity()));
    }
  }

  /// Three signatures by certificates, in both versions of the log and in the older form, made by
  /// services of the tests' own.
  private static String identity() {
    Path layout = Path.of("release", "training").toAbsolutePath();
    return line(
        "verify",
        "--local-image",
        "--trusted-root=" + layout.resolve("trusted_root.json"),
        "--certificate-identity="
            + "https://github.com/example/app/.github/workflows/build.yml@refs/heads/main",
        "--certificate-oidc-issuer=https://issuer.example",
        layout.toString());
  }

  private static String line(String... words) {
    return String.join("\n", words);
  }

  private void train(String name, List<String> more, List<String> lines)
      throws IOException, InterruptedException {
    Path cache = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(FLAGS);
    command.addAll(more);
    command.addAll(List.of("-cp", jar.toString(), "dev.assay.Rehearsal"));
    command.addAll(lines);
    run(command, folder.resolve(name + ".log"));
    if (!Files.exists(cache)) {
      throw new IOException(java + " wrote no " + cache);
    }
  }

  private void run(List<String> command, Path log) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // What the one who builds has set is not what users have set.
    builder.environment().keySet().removeIf(n -> n.startsWith("ASSAY_") || n.startsWith("TRIVY_"));
    builder.environment().put("DOCKER_CONFIG", work.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("COSIGN_PASSWORD", new String(PASSWORD));
    int code =
        builder
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException(command + " ended with " + code + ": " + Files.readString(log));
    }
  }

  // --- what is scanned --------------------------------------------------------------------------

  private void database() throws IOException {
    Path advisories = Files.createDirectories(work.resolve("advisories"));
    advisory(advisories, "CVE-2026-1001", "Alpine:v3.22", "sample-tls", "1.4.2-r0");
    advisory(advisories, "DEBIAN-CVE-2026-1002", "Debian:12", "source-1", "9");
    advisory(advisories, "GHSA-aaaa-bbbb-cccc", "npm", "package-1", "2.3.1");
    advisory(advisories, "GHSA-dddd-eeee-ffff", "Maven", "org.sample:library-1", "4.0");
    advisory(advisories, "PYSEC-2026-1", "PyPI", "package-1", "4.0");
    Console console =
        Console.of(
            InputStream.nullInputStream(), OutputStream.nullOutputStream(), System.err, Map.of());
    int code =
        Main.run(
            List.of(
                "db",
                "build",
                "--quiet",
                "--cache-dir",
                work.resolve("cache").toString(),
                "--source",
                "osv=" + advisories),
            console);
    if (code != 0) {
      throw new IOException("no database could be built to train with: " + code);
    }
  }

  private static void advisory(Path folder, String id, String ecosystem, String name, String fixed)
      throws IOException {
    Files.writeString(
        folder.resolve(id + ".json"),
        """
        {"schema_version": "1.7.0", "id": "%s", "modified": "2026-01-01T00:00:00Z",
         "published": "2026-01-01T00:00:00Z", "summary": "made up", "details": "for training",
         "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
         "references": [{"type": "WEB", "url": "https://example.com/"}],
         "affected": [{"package": {"ecosystem": "%s", "name": "%s"},
           "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "%s"}]}]}]}
        """
            .formatted(id, ecosystem, name, fixed));
  }

  private static void push(ImageBuilder.Image image, LoopbackRegistry registry, String name) {
    image.blobs().values().forEach(registry::putBlob);
    registry.putManifest(
        "sample/" + name, "1", image.manifest(), "application/vnd.oci.image.manifest.v1+json");
  }

  private ImageBuilder.Image alpine() throws IOException {
    LayerBuilder.Layer layer =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nNAME=\"Alpine Linux\"\nVERSION_ID=3.22.0\n")
            .file("etc/alpine-release", "3.22.0\n")
            .file(
                "lib/apk/db/installed",
                """
                C:Q1aaaaaaaaaaaaaaaaaaaaaaaaaaa=
                P:sample-tls
                V:1.4.1-r3
                A:x86_64
                o:sample-tls
                L:MIT
                F:usr/lib
                R:libsample.so

                """)
            .file("usr/lib/libsample.so", "no library\n")
            .file("srv/node_modules/broken/package.json", "{")
            .file("usr/bin/sample", 0755, java)
            .build();
    return new ImageBuilder(Platform.DEFAULT).layer(layer, "ADD base.tar.gz / # made up").build();
  }

  // --- TLS --------------------------------------------------------------------------------------

  private Path certificate() throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String password = new String(PASSWORD);
    Path store = work.resolve("keys.p12");
    Path log = work.resolve("keytool.log");
    run(
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-storepass",
            password,
            "-alias",
            "server",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1",
            "-keyalg",
            "EC",
            "-validity",
            "2"),
        log);
    Path authority = work.resolve("authority.pem");
    run(
        List.of(
            keytool.toString(),
            "-exportcert",
            "-rfc",
            "-keystore",
            store.toString(),
            "-storepass",
            password,
            "-alias",
            "server",
            "-file",
            authority.toString()),
        log);
    return authority;
  }

  private HttpsServer server() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(work.resolve("keys.p12").toFile(), PASSWORD);
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
