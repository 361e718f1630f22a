package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several images of one index, or of one ECR registry, in one run: what they share is read once.
class ManyImagesTest {
  private static LayerBuilder.Layer layer() throws IOException {
    return new LayerBuilder()
        .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
        .file("lib/apk/db/installed", "P:zlib\nV:1.2-r0\nA:x86_64\no:zlib\n\n")
        .build();
  }

  @TempDir Path home;
  private LocalRegistry registry;
  private final List<Daemon> daemons = new ArrayList<>();
  private String text = "";

  @BeforeEach
  void start() throws Exception {
    registry = LocalRegistry.start();
    Path secdb = Files.createDirectories(home.resolve("secdb/v3.10"));
    Files.writeString(
        secdb.resolve("main.json"),
        """
        {"reponame": "main", "distroversion": "v3.10", "packages": [
          {"pkg": {"name": "zlib", "secfixes": {"1.3-r0": ["CVE-2021-2001"]}}}]}
        """);
    int code = run(Map.of(), "db", "build", "--source", "alpine-secdb=" + secdb.getParent());
    assertEquals(0, code, text);
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
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(home.resolve("stderr").toFile());
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor();
  }

  private String errors() throws IOException {
    return Files.readString(home.resolve("stderr"));
  }

  private ImageBuilder.Image image(Platform platform, String motd) throws IOException {
    ImageBuilder.Image image =
        new ImageBuilder(platform)
            .layer(layer(), "ADD /")
            .layer(new LayerBuilder().file("etc/motd", motd).build(), "COPY motd")
            .build();
    image.blobs().values().forEach(registry.content()::putBlob);
    return image;
  }

  private void index() throws IOException {
    List<String> entries = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      ImageBuilder.Image image = image(new Platform("linux", architecture, ""), architecture);
      registry
          .content()
          .putManifest("app", image.digest().toString(), image.manifest(), MediaTypes.OCI_MANIFEST);
      entries.add(entry(image.manifest(), "linux", architecture, ""));
    }
    byte[] attestation = "{}".getBytes(UTF_8);
    entries.add(
        entry(
            attestation,
            "unknown",
            "unknown",
            ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}"));
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.OCI_INDEX
            + "\",\"manifests\":["
            + String.join(",", entries)
            + "]}";
    registry.content().putManifest("app", "1", index.getBytes(UTF_8), MediaTypes.OCI_INDEX);
  }

  private static String entry(byte[] manifest, String os, String architecture, String more) {
    return LocalRegistry.descriptor(MediaTypes.OCI_MANIFEST, manifest).replaceFirst("}$", "")
        + ",\"platform\":{\"os\":\""
        + os
        + "\",\"architecture\":\""
        + architecture
        + "\"}"
        + more
        + "}";
  }

  private static Digest base() throws IOException {
    return new ImageBuilder(Platform.DEFAULT)
        .layer(layer(), "x").build().blobs().keySet().stream().reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void everyPlatformOfAnIndexHasItsReportAndSharedLayersAreReadOnce() throws Exception {
    index();
    for (String backend : List.of("fs", "memory")) {
      long before = registry.count(base().toString());
      int code =
          run(
              Map.of(),
              "image",
              "--skip-db-update",
              "--image-src",
              "remote",
              "--all-platforms",
              "--cache-backend",
              backend,
              "-f",
              "json",
              registry.ref("app", "1").toString());
      assertEquals(0, code, text + errors());
      List<Json> reports = Json.parse(text.getBytes(UTF_8), "json").items();
      assertEquals(2, reports.size());
      for (Json report : reports) {
        String name = report.text("ArtifactName");
        assertTrue(name.startsWith(registry.ref("app", "1") + "@sha256:"), name);
        assertTrue(report.toString().contains("CVE-2021-2001"));
      }
      assertEquals(
          List.of("amd64", "arm64"),
          reports.stream()
              .map(r -> r.at("Metadata").at("ImageConfig").text("architecture"))
              .toList());
      assertFalse(errors().contains("there is no other"), errors());
      // The second backend knows nothing of what the first one kept, but of what it read itself.
      assertEquals(1, registry.count(base().toString()) - before, backend);
    }
  }

  @Test
  void onlyOneOfPlatformAndAllPlatformsMakesSense() throws Exception {
    assertEquals(2, run(Map.of(), "image", "--all-platforms", "--platform", "linux/arm64", "x"));
    assertEquals(2, run(Map.of(), "image", "--all-platforms", "--input", "x"));
  }

  private static String call(String api, String action, String body) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(api))
                    .header("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921." + action)
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256"
                            + " Credential=AKIAEXAMPLE/20260101/us-east-1/ecr/aws4_request,"
                            + " SignedHeaders=host, Signature=00")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), action + ": " + response.body());
    return response.body();
  }

  private void push(String api, String repository, String tag, String motd) throws Exception {
    ImageBuilder.Image image = image(Platform.DEFAULT, motd);
    registry.content().putManifest(repository, tag, image.manifest(), MediaTypes.OCI_MANIFEST);
    byte[] body =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("repositoryName", repository);
              json.put("imageTag", tag);
              json.put("imageDigest", image.digest().toString());
              json.put("imageManifestMediaType", MediaTypes.OCI_MANIFEST);
              json.put("imageManifest", new String(image.manifest(), UTF_8));
            }));
    call(api, "PutImage", new String(body, UTF_8));
  }

  @Test
  void aPatternMeansTheNewestImageOfEachRepository() throws Exception {
    int port = Daemon.freePort();
    daemons.add(
        Daemon.start(
            List.of(Tools.require("moto_server").toString(), "-H", "127.0.0.1", "-p", "" + port),
            port,
            home.resolve("moto.log")));
    String api = "http://127.0.0.1:" + port;
    for (String name : List.of("prod-a", "prod-b", "prod-team/c", "dev-d", "prod-empty")) {
      call(api, "CreateRepository", "{\"repositoryName\":\"" + name + "\"}");
    }
    push(api, "prod-a", "1.0", "old");
    Thread.sleep(1_100); // the API's dates are whole seconds
    push(api, "prod-a", "1.1", "new");
    push(api, "prod-b", "2.0", "b");
    push(api, "prod-team/c", "3.0", "c");
    push(api, "dev-d", "9.0", "d");
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL",
            api,
            "AWS_ACCESS_KEY_ID",
            "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "example",
            "AWS_EC2_METADATA_DISABLED",
            "true",
            "ASSAY_ECR_ENDPOINT",
            "http://" + registry.host());
    assertEquals(
        List.of("prod-a:1.1", "prod-b:2.0", "prod-team/c:3.0"), scan(environment, "prod-*"));
    assertEquals(1, registry.count(base().toString()));
    assertEquals(List.of("prod-a:1.1", "prod-a:1.0"), scan(environment, "prod-a*:1.*"));
    assertEquals(
        List.of("dev-d:9.0"),
        scan(environment, "123456789012.dkr.ecr.us-east-1.amazonaws.com/dev-*"));
    assertEquals(3, run(environment, "ecr", "--region", "us-east-1", "--skip-db-update", "none-*"));
    assertTrue(errors().contains("cannot find any image for `none-*`"), errors());
    assertEquals(2, run(environment, "ecr", "--skip-db-update", "prod-*"));
    assertTrue(errors().contains("hint: name it with --region"), errors());
    assertEquals(2, run(environment, "ecr", "example.com/prod-*"));
  }

  private List<String> scan(Map<String, String> environment, String pattern) throws Exception {
    int code =
        run(environment, "ecr", "--region", "us-east-1", "--skip-db-update", "-f", "json", pattern);
    assertEquals(0, code, text + errors());
    Json json = Json.parse(text.getBytes(UTF_8), "json");
    List<Json> reports = json.items().isEmpty() ? List.of(json) : json.items();
    return reports.stream()
        .map(r ->
            r.text("ArtifactName")
                .replaceFirst("^123456789012\\.dkr\\.ecr\\.us-east-1\\.amazonaws\\.com/", "")
                .replaceFirst("@sha256:.*", ""))
        .toList();
  }
}
