package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.format.json.Json;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Platform;
import dev.assay.registry.MediaTypes;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCommandTest {
  @TempDir Path work;
  private LocalRegistry server;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    environment.putAll(Map.of("HOME", work.toString(), "ASSAY_STDERR_TTY", "0"));
    server = LocalRegistry.start();
    put("a", "one");
    put("b", "two");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void put(String tag, String motd) throws IOException {
    LayerBuilder.Layer base =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file("lib/apk/db/installed", "P:zlib\nV:1.2-r0\nA:x86_64\no:zlib\n\n")
            .build();
    ImageBuilder.Image image =
        new ImageBuilder(Platform.DEFAULT)
            .layer(base, "ADD /")
            .layer(new LayerBuilder().file("etc/motd", motd).build(), "COPY motd")
            .build();
    image.blobs().values().forEach(server.content()::putBlob);
    server.content().putManifest("app", tag, image.manifest(), MediaTypes.OCI_MANIFEST);
  }

  private int assay(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(
        List.of(arguments),
        Console.of(new ByteArrayInputStream(new byte[0]), out, err, environment));
  }

  private String ran(String... arguments) {
    assertEquals(0, assay(arguments), () -> err.toString(UTF_8));
    return out.toString(UTF_8);
  }

  private String index(String tag, String cache) {
    return ran(
            "index",
            "--cache-dir",
            work.resolve(cache).toString(),
            server.ref("app", tag).toString())
        .lines()
        .filter(line -> line.startsWith("Digest: "))
        .findFirst()
        .orElse("")
        .substring(8);
  }

  private byte[] content(String digest) {
    String name = server.host() + "/app@" + digest;
    assertTrue(name.contains("sha256:"), name);
    return new dev.assay.registry.Registry(
            dev.assay.support.TestHttp.client(), dev.assay.registry.CredentialSource.NONE)
        .manifest(dev.assay.model.ImageRef.parse(name))
        .content();
  }

  private Json manifest(String digest) {
    return Json.parse(content(digest), "manifest");
  }

  private Json blob(String digest) {
    return manifest(digest).at("layers").items().getFirst();
  }

  @Test
  void theSameImageGivesTheSameArtifact() {
    String first = index("a", "one");
    assertEquals(first, index("a", "one"));
    assertEquals(first, index("a", "another"));
    assertEquals(first, index("a", "memory"));
    assertFalse(first.equals(index("b", "one")));
    assertEquals(1, manifest(first).at("layers").items().size());
    Json annotations = manifest(first).at("annotations");
    assertEquals("1", annotations.text("dev.assay.components"));
    assertEquals("full", annotations.text("dev.assay.grade"));
    String tree = ran("discover", server.ref("app", "a").toString());
    assertTrue(tree.contains("application/vnd.assay.inventory.v1"), tree);
    assertTrue(tree.contains(first), tree);
  }

  @Test
  void noTagIsMadeWhereTheRegistryKeepsTheListAndItIsSaidWhereOneIs() {
    index("a", "one");
    assertEquals("", err.toString(UTF_8));
    server.content().keepNoReferrers();
    index("b", "one");
    assertTrue(err.toString(UTF_8).contains("no referrers API"), err.toString(UTF_8));
  }

  private KeyPair key(String file) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Files.writeString(
        work.resolve(file),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    return pair;
  }

  /// Signs an artifact as `cosign sign --key` does, without a log.
  private void sign(String digest, KeyPair key, String predicateType) throws Exception {
    String statement =
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
            + digest.substring(7)
            + "\"}}],\"predicateType\":\""
            + predicateType
            + "\",\"predicate\":{}}";
    String type = "application/vnd.in-toto+json";
    String signed = "DSSEv1 " + type.length() + " " + type + " " + statement.length() + " ";
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    signature.update((signed + statement).getBytes(UTF_8));
    Base64.Encoder base64 = Base64.getEncoder();
    String bundle =
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":"
            + "{\"publicKey\":{\"hint\":\"\"}},\"dsseEnvelope\":{\"payload\":\""
            + base64.encodeToString(statement.getBytes(UTF_8))
            + "\",\"payloadType\":\""
            + type
            + "\",\"signatures\":[{\"sig\":\""
            + base64.encodeToString(signature.sign())
            + "\"}]}}";
    Path file = Files.writeString(work.resolve("bundle.json"), bundle);
    String kind = "application/vnd.dev.sigstore.bundle.v0.3+json";
    ran("attach", "--artifact-type", kind, server.host() + "/app@" + digest, file + ":" + kind);
  }

  private static final String SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

  private void database() throws IOException {
    Path secdb = Files.createDirectories(work.resolve("secdb/v3.10"));
    Files.writeString(
        secdb.resolve("main.json"),
        """
        {"reponame": "main", "distroversion": "v3.10", "packages": [
          {"pkg": {"name": "zlib", "secfixes": {"1.3-r0": ["CVE-2021-2001"]}}}]}
        """);
    ran("db", "build", "--source", "alpine-secdb=" + secdb.getParent());
  }

  private int scan(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("image", "--skip-db-update", "--image-src", "remote", "-f", "json"));
    arguments.addAll(List.of(more));
    arguments.add(server.ref("app", "a").toString());
    return assay(arguments.toArray(String[]::new));
  }

  private Json evidence() {
    return Json.parse(out.toByteArray(), "report").at("Evidence");
  }

  private long layersRead() {
    return server.accesses().stream()
        .filter(a -> a.path().contains("/blobs/") && a.method().equals("GET"))
        .count();
  }

  @Test
  void whatATrustedKeySignedNeedNotBeRead() throws Exception {
    database();
    KeyPair mine = key("mine.pub");
    key("other.pub");
    String digest = index("a", "publisher");
    assertEquals(2, scan("--analysis", "attached"));
    assertTrue(err.toString(UTF_8).contains("without anyone to trust"), err.toString(UTF_8));
    String trust = work.resolve("mine.pub").toString();
    assertEquals(3, scan("--analysis", "attached", "--trust-key", trust));
    assertTrue(
        err.toString(UTF_8).contains("nobody that you trust has signed"), err.toString(UTF_8));
    sign(digest, mine, "https://example.com/an-attestation");
    assertEquals(3, scan("--analysis", "attached", "--trust-key", trust));
    sign(digest, mine, SIGNATURE);
    String other = work.resolve("other.pub").toString();
    assertEquals(3, scan("--analysis", "attached", "--trust-key", other));
    long before = layersRead();
    assertEquals(
        1, scan("--exit-code", "1", "--trust-key", trust, "--trust-key", other), err::toString);
    // The configuration, the bundle, the attestation, and the inventory.
    assertTrue(layersRead() - before <= 4, () -> server.accesses().toString());
    assertEquals("attested", evidence().text("Grade").toLowerCase(java.util.Locale.ROOT));
    String by = evidence().at("Layers").items().getFirst().text("VerifiedBy");
    assertTrue(by.startsWith("signature: key sha256:"), by);
    assertTrue(out.toString(UTF_8).contains("CVE-2021-2001"));
    // What somebody said is not kept as what was read.
    assertEquals(3, scan("--analysis", "reused"), err::toString);
    assertEquals(1, scan("--exit-code", "1", "--analysis", "attached", "--trust-key", trust));
    assertEquals(3, scan("--require-evidence", "full", "--trust-key", trust), err::toString);
  }

  @Test
  void anotherImagesInventoryIsNotBelieved() throws Exception {
    database();
    KeyPair mine = key("mine.pub");
    String own = index("a", "publisher");
    Json mineBlob = blob(own);
    Json otherBlob = blob(index("b", "publisher"));
    // The same artifact with the blob of the other image, signed as if it were right.
    String wrong =
        new String(content(own), UTF_8)
            .replace(mineBlob.text("digest"), otherBlob.text("digest"))
            .replace(
                "\"size\":" + mineBlob.at("size").whole().orElseThrow() + "}",
                "\"size\":" + otherBlob.at("size").whole().orElseThrow() + "}");
    String digest =
        server
            .content()
            .putManifest("app", "wrong", wrong.getBytes(UTF_8), MediaTypes.OCI_MANIFEST)
            .toString();
    sign(digest, mine, SIGNATURE);
    String trust = work.resolve("mine.pub").toString();
    assertEquals(3, scan("--analysis", "attached", "--trust-key", trust), err::toString);
    assertTrue(err.toString(UTF_8).contains("it is about another image"), err.toString(UTF_8));
  }

  @Test
  void whatIsSignedAtOnceIsBelievedAtOnce() throws Exception {
    database();
    environment.put("COSIGN_PASSWORD", "a password");
    ran("generate-key-pair", "--output-key-prefix", work.resolve("mine").toString());
    String key = work.resolve("mine.key").toString();
    String image = server.ref("app", "a").toString();
    assertEquals(2, assay("index", "--tlog-upload=false", image), err::toString);
    assertTrue(err.toString(UTF_8).contains("nothing is signed"), err.toString(UTF_8));
    assertEquals(2, assay("index", "--sign=" + key, "--password-stdin", "--username=a", image));
    String cache = "--cache-dir=" + work.resolve("publisher");
    assertEquals(3, assay("index", cache, "--sign=" + key + "-not", "--tlog-upload=false", image));
    ran("index", cache, "--sign=" + key, "--tlog-upload=false", image);
    String trust = work.resolve("mine.pub").toString();
    assertEquals(
        1, scan("--exit-code", "1", "--analysis", "attached", "--trust-key", trust), err::toString);
    assertEquals("attested", evidence().text("Grade").toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void whatIsDamagedOrCannotBeToldIsReadInstead() throws Exception {
    database();
    KeyPair mine = key("mine.pub");
    String digest = index("a", "publisher");
    sign(digest, mine, SIGNATURE);
    Json blob = blob(digest);
    long size = blob.at("size").whole().orElseThrow();
    server.swap(dev.assay.model.Digest.parse(blob.text("digest")), new byte[(int) size], size);
    String trust = work.resolve("mine.pub").toString();
    assertEquals(1, scan("--exit-code", "1", "--trust-key", trust), err::toString);
    assertTrue(err.toString(UTF_8).contains("its bytes have another digest"), err.toString(UTF_8));
    assertEquals(List.of("FULL", "FULL"), grades());
    server.fail("/referrers/", 100, 403, Map.of());
    assertEquals(1, scan("--exit-code", "1", "--trust-key", trust, "--cache-backend", "memory"));
    assertTrue(err.toString(UTF_8).contains("what is attached is not used"), err.toString(UTF_8));
    assertEquals(
        4, scan("--analysis", "attached", "--trust-key", trust, "--cache-backend", "memory"));
  }

  private List<String> grades() {
    return evidence().at("Layers").items().stream()
        .map(l -> l.text("Grade").toUpperCase(java.util.Locale.ROOT))
        .toList();
  }
}
