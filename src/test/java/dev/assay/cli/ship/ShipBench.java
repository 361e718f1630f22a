package dev.assay.cli.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.Main;
import dev.assay.cli.Console;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.Registry;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A staging registry with images, a registry to ship to, a key and a database.
final class ShipBench implements Closeable {
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  final LocalRegistry from = LocalRegistry.start();
  LocalRegistry to = LocalRegistry.start();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Map<String, String> environment = new HashMap<>();
  private final Path work;

  ShipBench(Path work) throws IOException {
    this.work = work;
    environment.put("HOME", work.toString());
    environment.put("ASSAY_STDERR_TTY", "0");
    Files.writeString(work.resolve("k.key"), key());
    put("clean", "musl");
    put("bad", "zlib");
    database("CVE-2021-2001");
    assertEquals(0, assay("public-key", "--key", file("k.key")), err::toString);
    Files.writeString(work.resolve("k.pub"), out.toString(UTF_8));
  }

  /// Not encrypted: what slows down guessing would slow down every run.
  private static String key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
      return new PemText("PRIVATE KEY", Octets.of(pkcs8)).text();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A database that knows one weakness, of zlib.
  void database(String id) throws IOException {
    database(id, "zlib");
  }

  /// The same of another package.
  void database(String id, String name) throws IOException {
    Path secdb = Files.createDirectories(work.resolve("secdb/v3.10"));
    Files.writeString(
        secdb.resolve("main.json"),
        """
        {"reponame": "main", "distroversion": "v3.10", "packages": [
          {"pkg": {"name": "%s", "secfixes": {"1.3-r0": ["%s"]}}}]}
        """
            .formatted(name, id));
    assertEquals(
        0, assay("db", "build", "--source", "alpine-secdb=" + secdb.getParent()), err::toString);
  }

  String file(String name) {
    return work.resolve(name).toString();
  }

  /// An image of Alpine with one package.
  ImageBuilder.Image put(String tag, String name) throws IOException {
    return put(tag, name, Platform.DEFAULT);
  }

  /// The same for another platform.
  ImageBuilder.Image put(String tag, String name, Platform platform) throws IOException {
    LayerBuilder.Layer base =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file(
                "lib/apk/db/installed", "P:%s\nV:1.2-r0\nA:x86_64\no:%s\n\n".formatted(name, name))
            .build();
    ImageBuilder.Image image =
        new ImageBuilder(platform)
            .layer(base, "ADD /")
            .layer(new LayerBuilder().file("etc/motd", tag).build(), "COPY motd")
            .build();
    image.blobs().values().forEach(from.content()::putBlob);
    from.content().putManifest("org/app", tag, image.manifest(), MediaTypes.OCI_MANIFEST);
    return image;
  }

  /// An index of two images, of different platforms.
  Digest index(String tag, ImageBuilder.Image first, ImageBuilder.Image second) {
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.OCI_INDEX
            + "\",\"manifests\":["
            + child(first, "amd64")
            + ","
            + child(second, "arm64")
            + "]}";
    return from.content().putManifest("org/app", tag, index.getBytes(UTF_8), MediaTypes.OCI_INDEX);
  }

  private static String child(ImageBuilder.Image image, String architecture) {
    String descriptor = LocalRegistry.descriptor(MediaTypes.OCI_MANIFEST, image.manifest());
    return descriptor.substring(0, descriptor.length() - 1)
        + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
        + architecture
        + "\"}}";
  }

  int assay(String... arguments) {
    out.reset();
    err.reset();
    Console console = Console.of(InputStream.nullInputStream(), out, err, environment);
    return Main.run(List.of(arguments), console);
  }

  /// `ship`, signed with the key and in no log.
  int ship(String tag, String... more) {
    List<String> words = new ArrayList<>(List.of("--sign=" + file("k.key"), "--tlog-upload=false"));
    words.addAll(List.of(more));
    return unsigned(tag, words.toArray(String[]::new));
  }

  int unsigned(String tag, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("ship", "--skip-db-update", source(tag).toString(), "--to", "" + target()));
    words.addAll(List.of(more));
    return assay(words.toArray(String[]::new));
  }

  ImageRef source(String tag) {
    return from.ref("org/app", tag);
  }

  ImageRef target() {
    return to.ref("prod/app", "1.0");
  }

  int verify(String verb, String name, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(verb, "--key", file("k.pub"), "--insecure-ignore-tlog", "--check-repository"));
    words.addAll(List.of(more));
    words.add(name);
    return assay(words.toArray(String[]::new));
  }

  /// What the tag names at the destination.
  Optional<Digest> promoted() {
    return new Registry(TestHttp.client(), CredentialSource.NONE)
        .look(target())
        .map(Descriptor::digest);
  }

  static List<String> writes(LocalRegistry registry) {
    return registry.accesses().stream()
        .filter(access -> WRITES.contains(access.method()))
        .map(access -> access.method() + " " + access.path())
        .toList();
  }

  String text() {
    return out.toString(UTF_8) + err.toString(UTF_8);
  }

  @Override
  public void close() {
    from.close();
    to.close();
  }
}
