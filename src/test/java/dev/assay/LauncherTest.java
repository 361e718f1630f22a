package dev.assay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.support.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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
    Files.writeString(java, "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> started(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Tools.require("sh").toString(), home.resolve("assay").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().toList();
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
        List.of("dev.assay.Main", "image", "a b", "", "*", "--format=json"),
        words.subList(words.indexOf("dev.assay.Main"), words.size()));
  }
}
