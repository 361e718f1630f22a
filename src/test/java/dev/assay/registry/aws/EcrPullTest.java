package dev.assay.registry.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Platform;
import dev.assay.support.Daemon;
import dev.assay.support.TestClassPath;
import dev.assay.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pull from ECR as a whole: the token from `moto`, the image from Debian's registry, which takes
/// that token and nothing else.
class EcrPullTest {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String PASSWORD = "123456789012-auth-token";

  @TempDir static Path folder;
  private static final List<Daemon> DAEMONS = new ArrayList<>();
  private static String api;
  private static ImageBuilder.Image image;

  @BeforeAll
  static void startServers() throws Exception {
    String moto = Tools.require("moto_server").toString();
    int port = Daemon.freePort();
    DAEMONS.add(
        Daemon.start(
            List.of(moto, "-H", "127.0.0.1", "-p", "" + port), port, folder.resolve("moto.log")));
    api = "http://127.0.0.1:" + port;
    image =
        new ImageBuilder(Platform.DEFAULT)
            .layer(new LayerBuilder().file("etc/motd", "hello").build(), "COPY motd")
            .build();
    ImageBuilder.writeFolder(image, "1", folder.resolve("layout"));
  }

  @AfterAll
  static void stopServers() {
    DAEMONS.forEach(Daemon::close);
  }

  private static String run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (!environment.isEmpty()) {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
    Process process = builder.start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), text);
      return text;
    }
  }

  /// A registry with the image, which takes one password.
  private static int registry(String password) throws Exception {
    int port = Daemon.freePort();
    Path users = folder.resolve("users-" + port);
    String htpasswd = Tools.require("htpasswd").toString();
    Files.writeString(users, run(Map.of(), List.of(htpasswd, "-Bbn", "AWS", password)));
    Path config = folder.resolve("registry-" + port + ".yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        auth: {htpasswd: {realm: test, path: %s}}
        """
            .formatted(folder.resolve("blobs-" + port), port, users));
    String program = Tools.require("docker-registry").toString();
    DAEMONS.add(
        Daemon.start(
            List.of(program, "serve", config.toString()),
            port,
            folder.resolve("registry-" + port + ".log")));
    run(
        Map.of(),
        List.of(
            Tools.require("skopeo").toString(),
            "--insecure-policy",
            "copy",
            "--dest-tls-verify=false",
            "--dest-creds=AWS:" + password,
            "oci:" + folder.resolve("layout") + ":1",
            "docker://127.0.0.1:" + port + "/team/app:1"));
    return port;
  }

  private static List<String> pull(int registry) throws Exception {
    Map<String, String> environment = new TreeMap<>();
    environment.put("HOME", folder.toString());
    environment.put("AWS_ENDPOINT_URL", api);
    environment.put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "example");
    environment.put("ASSAY_ECR_ENDPOINT", "http://127.0.0.1:" + registry);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(
            environment,
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TestClassPath.get(),
                "dev.assay.registry.aws.EcrPullProbe",
                HOST + "/team/app:1"))
        .lines()
        .toList();
  }

  @Test
  void pullsWithTheTokenThatAwsGives() throws Exception {
    List<String> lines = pull(registry(PASSWORD));
    assertEquals(
        List.of(
            image.digest().toString(), List.copyOf(image.blobs().keySet()).getLast().toString()),
        lines);
  }

  @Test
  void namesTheMissingPermissionWhereTheRegistryRefusesTheToken() throws Exception {
    List<String> lines = pull(registry("another"));
    assertTrue(
        lines.getFirst().startsWith("failure REMOTE: cannot read manifest of " + HOST),
        lines::toString);
    assertTrue(lines.getFirst().contains("401"), lines::toString);
    assertTrue(
        lines.getLast().startsWith("hint: the AWS identity needs `ecr:BatchGetImage`"),
        lines::toString);
  }
}
