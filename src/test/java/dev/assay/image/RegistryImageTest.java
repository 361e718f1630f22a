package dev.assay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.ImageRef;
import dev.assay.model.Layer;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.net.Http;
import dev.assay.net.Tls;
import dev.assay.registry.Credential;
import dev.assay.registry.GivenCredentials;
import dev.assay.registry.Registry;
import dev.assay.server.LoopbackRegistry;
import dev.assay.support.Daemon;
import dev.assay.support.FakeTime;
import dev.assay.support.TestHttp;
import dev.assay.support.TestTls;
import dev.assay.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images that `skopeo` pushed, read from Debian's registry and from our own.
class RegistryImageTest {
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void buildImage() throws IOException {
    ImageBuilder.Image image =
        new ImageBuilder(Platform.DEFAULT)
            .layer(new LayerBuilder().file("etc/motd", "hello").build(), "COPY motd /etc/")
            .layer(new LayerBuilder().file("etc/big", "x".repeat(2_000_000)).build(), "RUN big")
            .build();
    ImageBuilder.writeFolder(image, "1", folder.resolve("layout"));
  }

  /// Starts Debian's registry with more settings than the usual ones.
  private static Daemon registry(int port, String more) throws IOException {
    String program = Tools.require("docker-registry").toString();
    Path config = folder.resolve("registry-" + port + ".yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"%s
        """
            .formatted(folder.resolve("blobs-" + port), port, more));
    return Daemon.start(
        List.of(program, "serve", config.toString()), port, folder.resolve("log-" + port));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), text);
      return text;
    }
  }

  private static void push(String to, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.require("skopeo").toString(),
                "--insecure-policy",
                "copy",
                "--dest-tls-verify=false"));
    command.addAll(List.of(more));
    command.addAll(List.of("oci:" + folder.resolve("layout") + ":1", "docker://" + to));
    run(command.toArray(String[]::new));
  }

  private static Registry client(Http http, Credential... credentials) {
    return new Registry(http, new GivenCredentials(List.of(credentials)));
  }

  /// Reads the image to its last byte and checks every digest.
  private static ImageFacts readAll(Registry registry, String reference) throws IOException {
    try (RegistryImage image =
        RegistryImage.open(registry, ImageRef.parse(reference), PlatformChoice.DEFAULT)) {
      for (Layer layer : image.facts().layers()) {
        LayerSource source = image.layer(layer);
        assertEquals(layer.sizeBytes(), source.sizeBytes());
        try (InputStream in = source.open()) {
          assertEquals(layer.digest(), Digest.sha256(in.readAllBytes()));
        }
      }
      return image.facts();
    }
  }

  @Test
  void readsFromDebiansRegistry() throws Exception {
    int port = Daemon.freePort();
    String host = "127.0.0.1:" + port;
    try (Daemon _ = registry(port, "}");
        Http http = TestHttp.client()) {
      push(host + "/team/app:1");
      push(host + "/team/app:docker", "--format=v2s2");
      Registry registry = client(http);
      ImageFacts facts = readAll(registry, host + "/team/app:1");
      assertEquals(Platform.DEFAULT, facts.platform());
      assertEquals(
          List.of("COPY motd /etc/", "RUN big"),
          facts.layers().stream().map(Layer::createdBy).toList());
      assertEquals(List.of(host + "/team/app:1"), facts.repoTags());
      assertEquals(List.of(host + "/team/app@" + facts.manifestDigest()), facts.repoDigests());
      assertEquals(host + "/team/app:1@" + facts.manifestDigest(), facts.reference());
      assertEquals(http.log().bytesMoved(), 2 + facts.sizeBytes(), "2 bytes answer the ping");
      ImageFacts again = readAll(registry, host + "/team/app@" + facts.manifestDigest());
      assertEquals(facts.layers(), again.layers());
      assertEquals(List.of(), again.repoTags());
      assertEquals(facts.layers(), readAll(registry, host + "/team/app:docker").layers());
      assertEquals(
          List.of("1", "docker"),
          registry.tags(ImageRef.parse(host + "/team/app")).stream().sorted().toList());
      assertEquals(List.of("team/app"), registry.repositories(host));
      InputFailure wrongTag =
          assertThrows(InputFailure.class, () -> readAll(registry, host + "/team/app:2"));
      assertTrue(
          String.valueOf(wrongTag.getMessage()).contains("404 Not Found (MANIFEST_UNKNOWN"),
          wrongTag.getMessage());
      assertThrows(InputFailure.class, () -> readAll(registry, host + "/none:1"));
    }
  }

  @Test
  void saysThatTheRegistryHasStopped() throws Exception {
    int port = Daemon.freePort();
    String reference = "127.0.0.1:" + port + "/team/app:1";
    try (Http http = TestHttp.client()) {
      Registry registry = client(http);
      Daemon daemon = registry(port, "}");
      try {
        push(reference);
        assertEquals(2, readAll(registry, reference).layers().size());
      } finally {
        daemon.close();
      }
      RemoteFailure stopped = assertThrows(RemoteFailure.class, () -> readAll(registry, reference));
      assertEquals(
          "cannot read manifest of " + reference + ": the connection was refused",
          stopped.getMessage());
    }
  }

  @Test
  void logsInToDebiansRegistry() throws Exception {
    int port = Daemon.freePort();
    String host = "127.0.0.1:" + port;
    Path users = folder.resolve("users");
    String htpasswd = Tools.require("htpasswd").toString();
    Files.writeString(users, run(htpasswd, "-Bbn", "joe", "secret"));
    try (Daemon _ = registry(port, "}\nauth: {htpasswd: {realm: test, path: " + users + "}}");
        Http http = TestHttp.client()) {
      push(host + "/team/app:1", "--dest-creds=joe:secret");
      Registry joe = client(http, new Credential.Basic("joe", "secret"));
      joe.ping(host);
      assertEquals(2, readAll(joe, host + "/team/app:1").layers().size());
      for (Registry other :
          List.of(client(http), client(http, new Credential.Basic("joe", "wrong")))) {
        RemoteFailure refused =
            assertThrows(RemoteFailure.class, () -> readAll(other, host + "/team/app:1"));
        assertTrue(
            String.valueOf(refused.getMessage()).contains("401 Unauthorized (UNAUTHORIZED"),
            refused.getMessage());
        assertTrue(refused.hint().contains("assay login " + host));
      }
    }
  }

  @Test
  void speaksTlsWithDebiansRegistry() throws Exception {
    int port = Daemon.freePort();
    String host = "127.0.0.1:" + port;
    TestTls tls = TestTls.create(folder).issue("server", "ip:127.0.0.1");
    Path certificate = folder.resolve("server.pem");
    Path key = folder.resolve("server.key");
    Files.writeString(
        certificate, pem("CERTIFICATE", tls.load().getCertificate("server").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", tls.load().getKey("server", TestTls.password()).getEncoded()));
    String more = ", tls: {certificate: " + certificate + ", key: " + key + "}}";
    try (Daemon _ = registry(port, more);
        Http strict = TestHttp.client();
        Http trusting = client(new Tls(List.of(tls.authority()), List.of(), Set.of()));
        Http careless = client(new Tls(List.of(), List.of(), Set.of(host)))) {
      push(host + "/team/app:1");
      assertEquals(2, readAll(client(trusting), host + "/team/app:1").layers().size());
      assertEquals(2, readAll(client(careless), host + "/team/app:1").layers().size());
      RemoteFailure unknown =
          assertThrows(RemoteFailure.class, () -> readAll(client(strict), host + "/team/app:1"));
      assertTrue(unknown.hint().contains("--cacert"), unknown.getMessage());
    }
  }

  private static Http client(Tls tls) {
    return new Http(TestHttp.settings(new FakeTime()).withTls(tls));
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  @Test
  void ourRegistryTakesAndGivesWhatSkopeoPushes() throws Exception {
    String skopeo = Tools.require("skopeo").toString();
    try (LoopbackRegistry ours = LoopbackRegistry.start();
        Http http = TestHttp.client()) {
      push(ours.host() + "/team/app:1");
      ImageFacts facts = readAll(client(http), ours.host() + "/team/app:1");
      assertEquals(2, facts.layers().size());
      Path back = folder.resolve("back");
      run(
          skopeo,
          "--insecure-policy",
          "copy",
          "--src-tls-verify=false",
          "docker://" + ours.host() + "/team/app:1",
          "dir:" + back);
      assertEquals(
          facts.manifestDigest(), Digest.sha256(Files.readAllBytes(back.resolve("manifest.json"))));
      assertTrue(
          run(skopeo, "list-tags", "--tls-verify=false", "docker://" + ours.host() + "/team/app")
              .contains("\"1\""));
    }
  }
}
