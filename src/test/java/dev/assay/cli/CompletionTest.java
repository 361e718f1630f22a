package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scripts in the shells they are for.
class CompletionTest {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.writeString(folder.resolve("report.json"), "");
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text;
  }

  /// What bash offers for the last word.
  private List<String> bash(String... words) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("assay.bash"), Completion.bash());
    List<String> command = new ArrayList<>();
    command.add(Tools.require("bash").toString());
    command.add("-c");
    command.add(
        ". ./"
            + script.getFileName()
            + "; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($#-1)); _assay; printf '%s\\n'"
            + " \"${COMPREPLY[@]}\"");
    command.add("bash");
    command.add("assay");
    command.addAll(List.of(words));
    List<String> offered = run(command.toArray(String[]::new)).lines().sorted().toList();
    Files.delete(script);
    return offered;
  }

  @Test
  void bashOffersVerbsFlagsAndValues() throws Exception {
    assertEquals(List.of("image"), bash("ima"));
    assertEquals(
        List.of("build", "export", "info", "pull", "push", "sources", "update"), bash("db", ""));
    assertEquals(List.of("clean", "info", "prune"), bash("--quiet", "cache", ""));
    assertEquals(List.of("--severity"), bash("image", "--sev"));
    assertEquals(List.of("--severity"), bash("i", "--ignore-unfixed", "--sev"));
    assertEquals(List.of("HIGH"), bash("image", "--severity", "H"));
    assertEquals(List.of("HIGH"), bash("image", "-s", "H"));
    assertEquals(List.of("LOW,HIGH"), bash("image", "--severity", "LOW,H"));
    assertEquals(List.of("HIGH"), bash("image", "--severity", "=", "H"));
    assertEquals(List.of("sarif"), bash("image", "--format", "sa"));
    assertEquals(List.of("sub"), bash("image", "--cache-dir", ""));
    assertEquals(List.of("report.json"), bash("image", "--output", "rep"));
    assertEquals(List.of("report.json"), bash("fs", "rep"));
    assertEquals(List.of("bash", "fish", "zsh"), bash("completion", ""));
    assertFalse(bash("image", "--").contains("--vex"), "what is not built is not offered");
  }

  @Test
  void zshReadsItsScriptAndFindsVerbsAndWords() throws Exception {
    String zsh = Tools.require("zsh").toString();
    Path script = Files.writeString(folder.resolve("_assay"), Completion.zsh());
    run(zsh, "-f", "-n", script.toString());
    String driver =
        """
        compdef() { : }
        compset() { : }
        compadd() { shift; print -l -- "$@" }
        _files() { print files "$@" }
        . ./_assay
        words=(assay "$@"); CURRENT=$#words
        _assay
        """;
    Path file = Files.writeString(folder.resolve("driver"), driver);
    assertTrue(run(zsh, "-f", file.toString(), "db", "").lines().toList().contains("build"));
    assertTrue(run(zsh, "-f", file.toString(), "i", "--").contains("--severity\n"));
    assertTrue(run(zsh, "-f", file.toString(), "image", "-s", "").contains("CRITICAL\n"));
    assertTrue(run(zsh, "-f", file.toString(), "image", "--severity=").contains("CRITICAL\n"));
    assertEquals("files -/\n", run(zsh, "-f", file.toString(), "image", "--cache-dir", ""));
  }

  @Test
  void fishOffersVerbsFlagsAndValues() throws Exception {
    String fish = Tools.require("fish").toString();
    Path script = Files.writeString(folder.resolve("assay.fish"), Completion.fish());
    run(fish, "--no-execute", script.toString());
    assertEquals("image\tScan container images\n", fish(fish, "assay ima"));
    assertTrue(fish(fish, "assay db ").contains("build\t"));
    assertFalse(fish(fish, "assay db ").contains("image\t"));
    assertTrue(fish(fish, "assay image --sev").startsWith("--severity\t"));
    assertTrue(fish(fish, "assay image --severity H").startsWith("HIGH"));
    assertTrue(fish(fish, "assay fs --platf").isEmpty());
  }

  private String fish(String fish, String line) throws IOException, InterruptedException {
    return run(fish, "--no-config", "-c", "source assay.fish; complete -C '" + line + "'");
  }
}
