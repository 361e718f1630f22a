package dev.assay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.support.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher as a release has it, with a `java` that says what it was started with.
class LauncherTest {
  @TempDir private Path home;

  @BeforeEach
  void install() throws IOException {
    Files.copy(Path.of("assay"), home.resolve("assay"));
    Path java = home.resolve("runtime/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        case "$*" in *-Xbogus*) echo "Unrecognized option: -Xbogus" >&2; exit 1 ;; esac
        echo "LC_ALL is ${LC_ALL:-}"
        echo "ASSAY_LOCALE is ${ASSAY_LOCALE:-}"
        for word in "$@"; do echo "$word"; done
        """);
    Files.createFile(home.resolve("assay.jar"));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ended(int code, String text) {}

  private List<String> started(String... arguments) throws IOException, InterruptedException {
    Ended ended = ended(Map.of(), arguments);
    assertEquals(0, ended.code(), ended.text());
    return ended.text().lines().toList();
  }

  private Ended ended(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Tools.require("sh").toString(), home.resolve("assay").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    List.of(
            "LC_ALL",
            "LC_CTYPE",
            "LANG",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "ASSAY_JAVA_OPTS")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  private String heap(String commandLine) throws IOException, InterruptedException {
    return String.join(
        " ",
        started(commandLine.split(" ")).stream().filter(word -> word.startsWith("-Xmx")).toList());
  }

  @Test
  void givesBuildingADatabaseMoreRoomThanScanning() throws Exception {
    for (String line :
        List.of(
            "db build",
            "db update",
            "--debug db build --source x=y",
            "--cache-dir image db --quiet build",
            "--cache-dir=db -q db -c build update",
            "db --timeout 1h build")) {
      assertEquals("-Xmx512m", heap(line), line);
    }
    for (String line :
        List.of(
            "image db build",
            "db info build",
            "db --cacert build info",
            "fs update",
            "--config db build",
            "--debug",
            "-c db image build",
            "db")) {
      assertEquals("-Xmx256m", heap(line), line);
    }
  }

  /// The launcher lists the flags whose value it must not take for the verb.
  @Test
  void knowsWhichFlagsOfEveryCommandTakeAValue() throws Exception {
    for (Flag flag : GlobalFlags.GROUP.flags()) {
      List<String> names =
          Stream.of("--" + flag.name(), "-" + flag.names().letter())
              .filter(name -> !name.equals("-"))
              .toList();
      for (String name : names) {
        String line = name + (flag.standsAlone() ? " db build" : " image db build");
        assertEquals("-Xmx512m", heap(line), line);
      }
    }
  }

  @Test
  void handsOverEveryWordAsItIs() throws Exception {
    List<String> words = started("image", "a b", "", "*", "--format=json");
    assertEquals(
        List.of("image", "a b", "", "*", "--format=json"),
        words.subList(words.indexOf("-jar") + 2, words.size()));
  }

  /// Java takes the encoding of file names from the locale.
  @Test
  void givesJavaALocaleThatCanNameEveryFile() throws Exception {
    for (Map<String, String> poor :
        List.of(Map.<String, String>of(), Map.of("LANG", "C"), Map.of("LC_ALL", "POSIX"))) {
      List<String> words = ended(poor, "fs", ".").text().lines().toList();
      assertEquals("LC_ALL is C.UTF-8", words.get(0), poor.toString());
      String before = poor.values().stream().findFirst().orElse("C");
      assertEquals("ASSAY_LOCALE is " + before, words.get(1), poor.toString());
    }
  }

  /// A JVM that does not start ends with 1, the code of findings.
  @Test
  void aJavaThatCannotStartIsNoFinding() throws Exception {
    Ended wrong = ended(Map.of("ASSAY_JAVA_OPTS", "-Xbogus"), "image", "--exit-code", "1", "x");
    assertEquals(2, wrong.code());
    assertEquals(
        """
        error: cannot start Java: Unrecognized option: -Xbogus
        hint: see ASSAY_JAVA_OPTS, JDK_JAVA_OPTIONS, JAVA_TOOL_OPTIONS and _JAVA_OPTIONS
        """,
        wrong.text());
    Files.delete(home.resolve("assay.jar"));
    Ended gone = ended(Map.of(), "image", "x");
    assertEquals(70, gone.code());
    assertTrue(gone.text().contains("assay.jar cannot be read"), gone.text());
  }

  @Test
  void aFolderWithASpaceInItsNameIsNoTrouble() throws Exception {
    Files.createFile(home.resolve("assay.aot"));
    Files.createFile(home.resolve("quick.aot"));
    Path spaced = home.resolveSibling(home.getFileName() + " b");
    Files.move(home, spaced);
    Path before = home;
    home = spaced;
    assertEquals("assay.aot", cache("image x"));
    assertTrue(
        started("image", "x").contains("-XX:AOTCache=" + spaced.toRealPath() + "/assay.aot"));
    Files.move(spaced, before);
  }

  /// Building a release leaves its runtime there, which the checkout's own caches do not fit.
  @Test
  void aCheckoutIsStartedByTheJdkThatBuiltIt() throws Exception {
    Path checkout = home.resolve("checkout");
    Path target = Files.createDirectories(checkout.resolve("target"));
    Files.copy(home.resolve("assay"), checkout.resolve("assay"));
    Files.createFile(checkout.resolve("pom.xml"));
    Files.createFile(target.resolve("assay.jar"));
    Files.writeString(target.resolve("assay.jdk"), home.resolve("runtime") + "\n");
    Path left = Files.createDirectories(target.resolve("runtime/bin")).resolve("java");
    Files.writeString(left, "#!/bin/sh\necho left over\n");
    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(target.resolve("assay.built"));
    Path release = home;
    home = checkout;
    List<String> words = started("image", "x");
    home = release;
    assertTrue(words.contains("-Xmx256m"), words::toString);
  }

  /// The file name of the ahead-of-time cache, or empty.
  private String cache(String commandLine) throws IOException, InterruptedException {
    return String.join(
        " ",
        started(commandLine.split(" ")).stream()
            .filter(word -> word.startsWith("-XX:AOTCache="))
            .map(word -> word.substring(word.lastIndexOf('/') + 1))
            .toList());
  }

  /// The cache knows from scans that the fast compiler is enough for most methods: for a second.
  @Test
  void onlyScansAreCompiledAsScansWereInTraining() throws Exception {
    for (String line : List.of("image x", "ecr x", "fs .", "sbom x", "--debug repo .")) {
      assertFalse(started(line.split(" ")).contains("-XX:-AOTReplayTraining"), line);
    }
    for (String line : List.of("db build", "db update", "db info", "serve", "index x", "bom x")) {
      assertTrue(started(line.split(" ")).contains("-XX:-AOTReplayTraining"), line);
    }
  }

  @Test
  void aCacheOlderThanTheProgramIsLeftAlone() throws Exception {
    Path cache = Files.createFile(home.resolve("assay.aot"));
    Path jar = home.resolve("assay.jar");
    FileTime built = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(cache, FileTime.fromMillis(built.toMillis() + 2000));
    assertEquals("assay.aot", cache("image x"));
    Files.setLastModifiedTime(cache, FileTime.fromMillis(built.toMillis() - 2000));
    assertEquals("", cache("image x"));
    Files.setLastModifiedTime(cache, built);
    assertEquals("assay.aot", cache("image x"), "as archives leave them");
  }

  /// All that is in a cache is linked at each start: what prints and ends has one of its own.
  @Test
  void whatOnlyPrintsHasASmallCache() throws Exception {
    assertEquals("", cache("--version"));
    assertEquals("", cache("image x"));
    Files.createFile(home.resolve("assay.aot"));
    assertEquals("assay.aot", cache("--version"), "where there is no other");
    Files.createFile(home.resolve("quick.aot"));
    for (String line :
        List.of(
            "--version",
            "-v",
            "--debug --help",
            "version",
            "--cache-dir image help db",
            "completion bash",
            "image -h",
            "db --help",
            "db info --help")) {
      assertEquals("quick.aot", cache(line), line);
      assertTrue(started(line.split(" ")).contains("-XX:TieredStopAtLevel=1"), line);
    }
    for (String line :
        List.of("image x", "db info", "ecr help", "verify-blob x", "--config help image x")) {
      assertEquals("assay.aot", cache(line), line);
      assertTrue(started(line.split(" ")).stream().noneMatch(w -> w.contains("Tiered")), line);
    }
    Files.createFile(home.resolve("sign.aot"));
    for (String line :
        List.of(
            "verify x",
            "verify-blob --key k f",
            "--debug sign --key k x",
            "attest x",
            "generate-key-pair",
            "public-key --key k")) {
      assertEquals("sign.aot", cache(line), line);
      assertEquals(
          line.equals("verify x"),
          started(line.split(" ")).contains("-XX:TieredStopAtLevel=1"),
          line);
    }
    for (String line : List.of("image verify", "discover x", "ship x")) {
      assertEquals("assay.aot", cache(line), line);
    }
    assertEquals("quick.aot", cache("verify --help"));
  }
}
