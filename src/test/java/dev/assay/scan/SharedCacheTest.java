package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Platform;
import dev.assay.registry.MediaTypes;
import dev.assay.support.Daemon;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestClassPath;
import dev.assay.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two machines, each a process with a cache folder of its own, and a store between them: a bucket
/// of `moto`, Debian's Redis, Debian's registry.
class SharedCacheTest {
  @TempDir Path home;

  private LocalRegistry registry;
  private final List<Daemon> daemons = new ArrayList<>();
  private String text = "";

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start();
    LayerBuilder.Layer layer =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file("lib/apk/db/installed", "P:zlib\nV:1.2-r0\nA:x86_64\no:zlib\n\n")
            .build();
    ImageBuilder.Image image = new ImageBuilder(Platform.DEFAULT).layer(layer, "ADD /").build();
    image.blobs().values().forEach(registry.content()::putBlob);
    registry.content().putManifest("app", "1", image.manifest(), MediaTypes.OCI_MANIFEST);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    daemons.forEach(Daemon::close);
  }

  private int run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TestClassPath.get(),
                "dev.assay.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor();
  }

  /// Scans on one of the machines.
  private void scan(String machine, Map<String, String> environment, String backend, String... more)
      throws Exception {
    Path cache = home.resolve(machine);
    if (!Files.isDirectory(cache)) {
      Path secdb = Files.createDirectories(home.resolve("secdb/v3.10"));
      Files.writeString(
          secdb.resolve("main.json"),
          """
          {"reponame": "main", "distroversion": "v3.10", "packages": [
            {"pkg": {"name": "zlib", "secfixes": {"1.3-r0": ["CVE-2021-2001"]}}}]}
          """);
      String source = "alpine-secdb=" + secdb.getParent();
      assertEquals(
          0,
          run(Map.of(), "db", "build", "--cache-dir", cache.toString(), "--source", source),
          text);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of("image", "--skip-db-update", "--image-src", "remote", "--exit-code", "1"));
    arguments.addAll(List.of("--cache-dir", cache.toString(), "--cache-backend", backend));
    arguments.addAll(List.of(more));
    arguments.add(registry.ref("app", "1").toString());
    assertEquals(1, run(environment, arguments.toArray(String[]::new)), text);
    assertTrue(text.contains("CVE-2021-2001"), text);
  }

  private void whatOneLearnsTheOtherKnows(Map<String, String> environment, String backend)
      throws Exception {
    scan("one", environment, backend);
    assertFalse(text.contains("warning"), text);
    assertTrue(text.contains("streamed"), text);
    long blobs = registry.count("/blobs/");
    scan("two", environment, backend);
    assertFalse(text.contains("warning"), text);
    assertTrue(text.contains("known"), text);
    assertEquals(blobs, registry.count("/blobs/"));
  }

  private int redis(String... more) throws Exception {
    int port = Daemon.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.require("redis-server").toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                "" + port,
                "--save",
                ""));
    command.addAll(List.of(more));
    daemons.add(Daemon.start(command, port, home.resolve("redis.log")));
    return port;
  }

  @Test
  void machinesShareAnalysesByRedis() throws Exception {
    int port = redis("--requirepass", "secret word");
    whatOneLearnsTheOtherKnows(Map.of(), "redis://:secret%20word@127.0.0.1:" + port + "/2");
    scan("three", Map.of(), "redis://:wrong@127.0.0.1:" + port);
    assertTrue(text.contains("going on without it"), text);
    assertFalse(text.contains("wrong@"), text);
  }

  @Test
  void machinesShareAnalysesByABucket() throws Exception {
    int port = Daemon.freePort();
    daemons.add(
        Daemon.start(
            List.of(Tools.require("moto_server").toString(), "-H", "127.0.0.1", "-p", "" + port),
            port,
            home.resolve("moto.log")));
    String api = "http://127.0.0.1:" + port;
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL_S3",
            api,
            "AWS_ACCESS_KEY_ID",
            "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "example");
    scan("zero", environment, "s3://analyses");
    assertTrue(text.contains("NoSuchBucket"), text);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest create =
          HttpRequest.newBuilder(URI.create(api + "/analyses"))
              .PUT(HttpRequest.BodyPublishers.noBody())
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request")
              .build();
      assertEquals(200, client.send(create, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
    whatOneLearnsTheOtherKnows(environment, "s3://analyses/of/images");
  }

  private String dockerRegistry() throws Exception {
    int port = Daemon.freePort();
    Path settings = home.resolve("registry.yml");
    Files.writeString(
        settings,
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(home.resolve("blobs"), port));
    daemons.add(
        Daemon.start(
            List.of(Tools.require("docker-registry").toString(), "serve", settings.toString()),
            port,
            home.resolve("registry.log")));
    return "127.0.0.1:" + port;
  }

  @Test
  void machinesShareAnalysesByARegistry() throws Exception {
    whatOneLearnsTheOtherKnows(Map.of(), "registry://" + dockerRegistry() + "/cache/analyses");
  }

  @Test
  void whatIsNoEntryOfOursInARegistryIsToldAndWrittenAnew() throws Exception {
    String place = dockerRegistry() + "/analyses";
    scan("one", Map.of(), "registry://" + place);
    putSomethingElseUnderEveryTag(place);
    scan("two", Map.of(), "registry://" + place);
    assertTrue(text.contains("its tag holds something else"), text);
    assertTrue(text.contains("streamed"), text);
    scan("three", Map.of(), "registry://" + place);
    assertFalse(text.contains("warning"), text);
    assertTrue(text.contains("known"), text);
  }

  private static void putSomethingElseUnderEveryTag(String place) throws Exception {
    String host = place.substring(0, place.indexOf('/'));
    URI repository = URI.create("http://" + host + "/v2/analyses/");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest list = HttpRequest.newBuilder(repository.resolve("tags/list")).build();
      String tags = client.send(list, HttpResponse.BodyHandlers.ofString()).body();
      int changed = 0;
      for (var tag = Pattern.compile("(?:layer|image)-[0-9a-f-]+").matcher(tags); tag.find(); ) {
        URI manifest = repository.resolve("manifests/" + tag.group());
        HttpRequest get =
            HttpRequest.newBuilder(manifest).header("Accept", MediaTypes.OCI_MANIFEST).build();
        String content = client.send(get, HttpResponse.BodyHandlers.ofString()).body();
        HttpRequest put =
            HttpRequest.newBuilder(manifest)
                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                .PUT(
                    HttpRequest.BodyPublishers.ofString(
                        content.replace("dev.assay.entry", "dev.other.entry")))
                .build();
        assertEquals(201, client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode());
        changed++;
      }
      assertEquals(2, changed, tags);
    }
  }

  @Test
  void aRegistryThatIsNotThereCostsAWarning() throws Exception {
    scan("one", Map.of(), "registry://127.0.0.1:" + Daemon.freePort() + "/analyses");
    assertEquals(
        1, text.lines().filter(line -> line.contains("going on without it")).count(), text);
  }

  @Test
  void aStoreThatIsNotThereCostsAWarning() throws Exception {
    scan("one", Map.of(), "redis://127.0.0.1:" + Daemon.freePort());
    assertEquals(
        1, text.lines().filter(line -> line.contains("going on without it")).count(), text);
  }

  @Test
  void inMemoryNothingIsKept() throws Exception {
    scan("one", Map.of(), "memory");
    scan("one", Map.of(), "memory");
    assertTrue(text.contains("streamed"), text);
    assertFalse(Files.exists(home.resolve("one/analysis")));
  }
}
