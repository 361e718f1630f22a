package dev.assay.image.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.image.write.ImageBuilder;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Receipt;
import dev.assay.net.Http;
import dev.assay.support.FakeTime;
import dev.assay.support.TestHttp;
import dev.assay.support.Tools;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerDaemonTest {
  private static final String APP = "/images/docker.io/library/app:1";
  private static final ImageRef REF = ImageRef.parse("app:1");
  private static final String INSPECT =
      """
      {"Id":"sha256:%s","RepoTags":["app:1"],"RepoDigests":["app@sha256:%s"],
      "Os":"linux","Architecture":"%s"}\
      """;

  @TempDir Path folder;
  private final Inputs.Told told = new Inputs.Told();
  private final Http http = new Http(TestHttp.settings(new FakeTime()).withProgress(told));
  private StandInDaemon daemon;

  @BeforeEach
  void start() throws IOException {
    // Socket paths have a limit of about a hundred bytes.
    daemon = new StandInDaemon(Files.createTempDirectory("d").resolve("s"));
    daemon.raw("/_ping", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nOK".getBytes(UTF_8));
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  @AfterEach
  void stop() throws IOException {
    daemon.close();
  }

  private Optional<DockerDaemon> find(String address) {
    return DockerDaemon.find(Optional.of(address), Map.of(), http);
  }

  private DaemonImage image() {
    return find(daemon.address()).orElseThrow().find(REF, PlatformChoice.DEFAULT).orElseThrow();
  }

  private String inspect(String architecture) {
    String answer = INSPECT.formatted("a".repeat(64), "b".repeat(64), architecture);
    daemon.json(APP + "/json", answer);
    return answer;
  }

  /// What `docker save` would send of our sample.
  private byte[] archive() throws Exception {
    Path layout = folder.resolve("layout");
    ImageBuilder.writeFolder(Inputs.image("one"), "1", layout);
    Path target = folder.resolve("docker.tar");
    Process skopeo =
        new ProcessBuilder(
                Tools.require("skopeo").toString(),
                "--insecure-policy",
                "copy",
                "oci:" + layout + ":1",
                "docker-archive:" + target + ":app:1")
            .redirectErrorStream(true)
            .start();
    String output = new String(skopeo.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, skopeo.waitFor(), output);
    return Files.readAllBytes(target);
  }

  @Test
  void readsAnImageThatTheDaemonSendsInChunks() throws Exception {
    String inspected = inspect("amd64");
    byte[] archive = archive();
    daemon.chunked(APP + "/get", archive);
    DaemonImage image = image();
    assertEquals("sha256:" + "a".repeat(64), image.id().orElseThrow().toString());
    OpenedImage opened = image.open(Inputs.request());
    assertEquals("docker.io/library/app:1", opened.source().facts().reference());
    assertEquals(List.of("app:1"), opened.source().facts().repoTags());
    assertEquals(List.of("app@sha256:" + "b".repeat(64)), opened.source().facts().repoDigests());
    assertEquals(List.of("above 2.0", "one 1.0"), Inputs.found(opened));
    assertEquals(List.of("/_ping", APP + "/json", APP + "/get"), daemon.asked());
    assertEquals(
        daemon.asked().stream().map(path -> daemon.address() + path).toList(),
        http.log().requests().stream().map(Receipt.Request::url).toList());
    assertEquals(
        List.of("ping 200 0", "inspect 200 " + inspected.length(), "image 200 " + archive.length),
        http.log().requests().stream()
            .map(request -> request.purpose() + " " + request.status() + " " + request.bytes())
            .toList());
  }

  @Test
  void findsWhatPodmanKnowsByItsShortName() {
    daemon.json("/images/app:1/json", INSPECT.formatted("a".repeat(64), "b".repeat(64), "amd64"));
    assertEquals(REF, image().ref());
  }

  @Test
  void asksByDigestWhereThereIsOne() {
    String digest = "sha256:" + "c".repeat(64);
    DockerDaemon found = find(daemon.address()).orElseThrow();
    assertTrue(
        found
            .find(ImageRef.parse("ghcr.io/team/app:1@" + digest), PlatformChoice.DEFAULT)
            .isEmpty());
    assertEquals("/images/ghcr.io/team/app@" + digest + "/json", daemon.asked().getLast());
  }

  @Test
  void takesAnotherPlatformOnlyWhereNobodyChoseOneAndSaysSo() {
    inspect("arm64");
    assertEquals("linux/arm64", image().platform().toString());
    assertEquals(1, told.warnings.size());
    DockerDaemon found = find(daemon.address()).orElseThrow();
    assertTrue(found.find(REF, asked("linux/s390x")).isEmpty());
    assertTrue(found.find(REF, asked("linux/arm64/v8")).isPresent());
  }

  @Test
  void failsWhereTheDaemonBreaksOffOrRefuses() throws Exception {
    inspect("amd64");
    byte[] whole = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(UTF_8);
    byte[] archive = archive();
    byte[] broken = Arrays.copyOf(whole, whole.length + 6000);
    System.arraycopy(archive, 0, broken, whole.length, 6000);
    daemon.raw(APP + "/get", broken);
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> image().open(Inputs.request()));
    assertTrue(Inputs.message(failure).contains("94000 bytes early"), Inputs.message(failure));
    daemon.raw(APP + "/get", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
    failure = assertThrows(RemoteFailure.class, () -> image().open(Inputs.request()));
    assertTrue(Inputs.message(failure).endsWith("status 500"), Inputs.message(failure));
  }

  @Test
  void namesAnImageThatIsDamaged() throws Exception {
    inspect("amd64");
    byte[] archive = archive();
    archive[archive.length / 2] ^= 1;
    daemon.chunked(APP + "/get", Arrays.copyOf(archive, archive.length - 3000));
    InputFailure failure = assertThrows(InputFailure.class, () -> image().open(Inputs.request()));
    assertTrue(
        Inputs.message(failure).contains("docker.io/library/app:1"), Inputs.message(failure));
  }

  @Test
  void passesOverASocketThatNeverAnswers() throws IOException {
    Path path = Files.createTempDirectory("d").resolve("s");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(path));
      assertEquals(Optional.empty(), find("unix://" + path));
    }
    assertEquals(Optional.empty(), find("unix://" + folder.resolve("none")));
    assertEquals(2, told.warnings.size(), told.warnings::toString);
    assertEquals(1, http.log().requests().size(), "where nobody listens, nothing was asked");
    assertTrue(told.warnings.getFirst().endsWith("no answer within 1000 ms"));
  }

  @Test
  void looksAtTheUsualPlacesAndIsSilentWhereThereIsNone() throws IOException {
    Path run = Files.createTempDirectory("d");
    Map<String, String> environment =
        Map.of("XDG_RUNTIME_DIR", run.toString(), "HOME", folder.toString());
    try (StandInDaemon rootless = new StandInDaemon(run.resolve("docker.sock"))) {
      rootless.raw("/_ping", "HTTP/1.1 200 OK\r\n\r\nOK".getBytes(UTF_8));
      List<String> texts =
          DockerAddress.candidates(Optional.empty(), environment).stream()
              .map(DockerAddress::text)
              .filter(text -> text.contains(run.toString()))
              .toList();
      assertEquals(List.of(rootless.address()), texts);
    }
    assertEquals(List.of(), told.warnings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "",
      })
  void passesOverWhoSpeaksNoHttp(String answer) {
    daemon.raw("/_ping", answer.getBytes(UTF_8));
    assertEquals(Optional.empty(), find(daemon.address()));
  }

  @Test
  void boundsTheHead() {
    daemon.raw("/_ping", ("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20)).getBytes(UTF_8));
    assertEquals(Optional.empty(), find(daemon.address()));
    daemon.raw("/_ping", ("HTTP/1.1 200 OK\r\n" + "X: 1\r\n".repeat(5000)).getBytes(UTF_8));
    assertEquals(Optional.empty(), find(daemon.address()));
  }

  @Test
  void namesADaemonWithoutTheSecretsOfItsAddress() {
    assertEquals(
        "tcp://127.0.0.1:99",
        DockerAddress.candidates(Optional.of("tcp://joe:secret@127.0.0.1:99"), Map.of())
            .getFirst()
            .text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://host", "npipe:////./pipe/docker_engine", "tcp://", "nonsense"})
  void refusesAddressesItCannotUse(String address) {
    assertThrows(UsageFailure.class, () -> find(address));
  }

  private static PlatformChoice asked(String platform) {
    return new PlatformChoice(Platform.parse(platform), true);
  }
}
