package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialsTest {
  @TempDir private Path home = Path.of("");

  private Map<String, String> environment() {
    return Map.of("HOME", home.toString(), "PATH", home.resolve("bin") + ":/usr/bin:/bin");
  }

  private FileCredentials credentials() {
    return FileCredentials.standard(environment(), Progress.SILENT);
  }

  private Path write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static Optional<Credential> basic(String user, String password) {
    return Optional.of(new Credential.Basic(user, password));
  }

  @Test
  void readsEveryFormOfAnEntry() throws IOException {
    write(
        ".docker/config.json",
        """
        {"auths":{
          "https://index.docker.io/v1/":{"auth":"%s"},
          "a.test":{"auth":"%s"},
          "b.test:5000":{"username":"u","password":"p"},
          "c.test":{"identitytoken":"refresh","auth":"%s"},
          "d.test":{"registrytoken":"bearer"},
          "e.test":{},
          "https://f.test/v2/":{"auth":"%s"},
          "g.test":{"auth":"%s"},
          "h.test":{"auth":"not base64!"}
        }}
        """
            .formatted(
                base64("hub:p:w"),
                base64("joe:secret\0"),
                base64("<token>:"),
                base64("f:f"),
                base64("<token>:refresh")));
    FileCredentials credentials = credentials();
    assertEquals(basic("hub", "p:w"), credentials.find("docker.io"));
    assertEquals(basic("joe", "secret"), credentials.find("a.test"));
    assertEquals(basic("u", "p"), credentials.find("b.test:5000"));
    assertEquals(Optional.empty(), credentials.find("b.test"));
    assertEquals(Optional.of(new Credential.Refresh("refresh")), credentials.find("c.test"));
    assertEquals(Optional.of(new Credential.Bearer("bearer")), credentials.find("d.test"));
    assertEquals(Optional.empty(), credentials.find("e.test"));
    assertEquals(basic("f", "f"), credentials.find("f.test"));
    assertEquals(Optional.of(new Credential.Refresh("refresh")), credentials.find("g.test"));
    assertEquals(Optional.empty(), credentials.find("h.test"));
    assertEquals(Optional.empty(), credentials.find("a.test.evil.test"));
  }

  @Test
  void takesTheLongestBeginningOfTheRepository() throws IOException {
    write(
        ".config/containers/auth.json",
        """
        {"auths":{"q.test":{"auth":"%s"},"q.test/team":{"auth":"%s"},"q.test/te":{"auth":"%s"}}}
        """
            .formatted(base64("all:1"), base64("team:2"), base64("te:3")));
    assertEquals(basic("team", "2"), credentials().find("q.test", "team/app"));
    assertEquals(basic("all", "1"), credentials().find("q.test", "teams/app"));
    assertEquals(basic("all", "1"), credentials().find("q.test"));
  }

  @Test
  void looksWhereDockerAndPodmanLook() throws IOException {
    Map<String, String> places =
        Map.of(
            "REGISTRY_AUTH_FILE", write("one.json", entry("one.test", "1")).toString(),
            "DOCKER_CONFIG", home.resolve("two").toString(),
            "XDG_RUNTIME_DIR", home.resolve("run").toString(),
            "XDG_CONFIG_HOME", home.resolve("config").toString());
    write("two/config.json", entry("two.test", "2"));
    write("run/containers/auth.json", entry("three.test", "3"));
    write("config/containers/auth.json", entry("four.test", "4"));
    FileCredentials credentials = FileCredentials.standard(places, Progress.SILENT);
    assertEquals(basic("u", "1"), credentials.find("one.test"));
    assertEquals(basic("u", "2"), credentials.find("two.test"));
    assertEquals(basic("u", "3"), credentials.find("three.test"));
    assertEquals(basic("u", "4"), credentials.find("four.test"));
  }

  @Test
  void aDockerConfigThatIsAFileIsSaid() throws IOException {
    Path file = write("docker.json", entry("two.test", "2"));
    List<String> warnings = new ArrayList<>();
    FileCredentials credentials =
        FileCredentials.standard(
            Map.of("DOCKER_CONFIG", file.toString(), "HOME", home.toString()),
            new Progress() {
              @Override
              public void step(String what, long done, long total) {}

              @Override
              public void warn(String message) {
                warnings.add(message);
              }

              @Override
              public void debug(String message) {}
            });
    assertEquals(Optional.empty(), credentials.find("two.test"));
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().startsWith("DOCKER_CONFIG names a file"), warnings::toString);
  }

  private static String entry(String host, String password) {
    return "{\"auths\":{\"" + host + "\":{\"auth\":\"" + base64("u:" + password) + "\"}}}";
  }

  @Test
  void namesAFileThatIsNotJson() throws IOException {
    Path file = write(".docker/config.json", "{\"auths\":");
    InputFailure failure = assertThrows(InputFailure.class, () -> credentials().find("a.test"));
    assertTrue(String.valueOf(failure.getMessage()).startsWith("cannot read " + file));
  }

  /// A helper in the shell that keeps one login in a file.
  private void installHelper(String name) throws IOException {
    Path helper =
        write(
            "bin/docker-credential-" + name,
            """
            #!/bin/sh
            case "$1" in
              get) read server; [ -f %1$s/$server ] || { echo "credentials not found in native keychain"; exit 1; }
                 cat %1$s/$server ;;
              store) input=$(cat); server=$(echo "$input" | sed -n 's/.*"ServerURL": "\\([^"]*\\)".*/\\1/p')
                 echo "$input" > %1$s/$server ;;
              erase) read server; rm -f %1$s/$server ;;
            esac
            """
                .formatted(home));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void asksAHelperForOneRegistry() throws IOException {
    installHelper("one");
    write(".docker/config.json", "{\"credHelpers\":{\"a.test\":\"one\"}}");
    assertEquals(Optional.empty(), credentials().find("a.test"));
    write("a.test", "{\"ServerURL\":\"a.test\",\"Username\":\"joe\",\"Secret\":\"1\"}");
    assertEquals(basic("joe", "1"), credentials().find("a.test"));
    assertEquals(basic("joe", "1"), credentials().renew("a.test"));
    assertEquals(Optional.empty(), credentials().find("b.test"));
    write("a.test", "{\"Username\":\"<token>\",\"Secret\":\"r\"}");
    assertEquals(Optional.of(new Credential.Refresh("r")), credentials().find("a.test"));
    write("a.test", "no JSON");
    assertThrows(RemoteFailure.class, () -> credentials().find("a.test"));
  }

  @Test
  void saysThatAHelperIsMissingOnlyWhereItIsNeeded() throws IOException {
    write(
        ".docker/config.json",
        "{\"credHelpers\":{\"a.test\":\"none\"},\"credsStore\":\"gone\",\"auths\":{\"c.test\":{}}}");
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> credentials().find("a.test"));
    assertEquals(
        "cannot get the login of a.test: docker-credential-none is not on PATH",
        failure.getMessage());
    assertEquals(Optional.empty(), credentials().find("b.test"));
    assertThrows(RemoteFailure.class, () -> credentials().find("c.test"));
  }

  @Test
  void runsNoProgramOutsideThePath() throws IOException {
    write(".docker/config.json", "{\"credHelpers\":{\"a.test\":\"../../bin/sh\"}}");
    assertThrows(InputFailure.class, () -> credentials().find("a.test"));
  }

  @Test
  void endsAHelperThatTalksForEver() throws IOException {
    Path helper = write("bin/docker-credential-yes", "#!/bin/sh\nexec yes\n");
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    write(".docker/config.json", "{\"credHelpers\":{\"a.test\":\"yes\"}}");
    assertThrows(RemoteFailure.class, () -> credentials().find("a.test"));
  }

  @Test
  void storesALoginWhereOthersFindItAndKeepsTheRest() throws IOException {
    Path file =
        write(
            ".docker/config.json",
            "{\"psFormat\":\"table\",\"auths\":{\"a.test\":{\"auth\":\"eDp5\"}},\"n\":1.50}");
    Logins logins = new Logins(environment());
    assertEquals(file.toString(), logins.store("docker.io", new Credential.Basic("joe", "s:1")));
    logins.store("b.test:5000", new Credential.Basic("ann", "é"));
    Json json = Json.parse(Files.readAllBytes(file), "config.json");
    assertEquals("table", json.text("psFormat"));
    assertEquals(new Json.Num("1.50"), json.at("n"));
    assertTrue(json.at("auths").members().containsKey("https://index.docker.io/v1/"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(basic("joe", "s:1"), credentials().find("docker.io"));
    assertEquals(basic("ann", "é"), credentials().find("b.test:5000"));
    assertEquals(basic("x", "y"), credentials().find("a.test"));
    assertTrue(logins.erase("docker.io"));
    assertFalse(logins.erase("docker.io"));
    assertEquals(Optional.empty(), credentials().find("docker.io"));
    assertEquals(basic("x", "y"), credentials().find("a.test"));
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "nothing is left beside it");
    }
  }

  @Test
  void keepsALinkAndWritesWhatItLeadsTo() throws IOException {
    Path real = write("real/config.json", "{}");
    Path link = home.resolve(".docker/config.json");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, real);
    new Logins(environment()).store("a.test", new Credential.Basic("joe", "1"));
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.readString(real).contains("a.test"));
  }

  @Test
  void storesInTheHelperWhereOneIsSet() throws IOException {
    installHelper("store");
    Path file = write(".docker/config.json", "{\"credsStore\":\"store\"}");
    Logins logins = new Logins(environment());
    assertEquals(
        "docker-credential-store", logins.store("a.test", new Credential.Basic("joe", "1")));
    assertFalse(Files.readString(file).contains(base64("joe:1")));
    assertEquals(basic("joe", "1"), credentials().find("a.test"));
    assertTrue(logins.erase("a.test"));
    assertEquals(Optional.empty(), credentials().find("a.test"));
  }
}
