package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.support.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// dpkg itself is asked; `it/versions/run.py` does the same with many more pairs.
final class DpkgTest {
  private static final int PAIRS = 400;

  /// Reads a pair per line and writes dpkg's answer; one shell, so that only dpkg itself is started
  /// per question.
  private static final String ASK =
      """
      while read -r a b; do
        if "$1" --compare-versions "$a" lt "$b"; then echo -1
        elif "$1" --compare-versions "$a" eq "$b"; then echo 0
        else echo 1
        fi
      done
      """;

  @Test
  void agreesWithDpkg(@TempDir Path folder) throws IOException, InterruptedException {
    Path dpkg = Tools.require("dpkg");
    Random random = new Random(20260101);
    List<String> pairs = new ArrayList<>();
    while (pairs.size() < PAIRS) {
      String a = VersionTexts.deb(random);
      String b =
          switch (random.nextInt(6)) {
            case 0 -> a + "~1";
            case 1 -> "0" + a;
            default -> VersionTexts.deb(random);
          };
      pairs.add(a + " " + b);
    }
    Path input = Files.write(folder.resolve("pairs"), pairs);
    Path output = folder.resolve("answers");
    Process process =
        new ProcessBuilder("/bin/sh", "-c", ASK, "sh", dpkg.toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertEquals(0, process.waitFor());
    List<String> answers = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertEquals(PAIRS, answers.size());
    assertEquals(List.of(), differences(pairs, answers));
    assertTrue(answers.stream().distinct().count() == 3, "all three answers occur");
  }

  private static List<String> differences(List<String> pairs, List<String> answers) {
    Deb deb = new Deb();
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      String[] pair = pairs.get(i).split(" ");
      int ours = Integer.signum(deb.compare(pair[0], pair[1]));
      if (ours != Integer.parseInt(answers.get(i))) {
        differences.add(pairs.get(i) + ": dpkg " + answers.get(i) + ", we " + ours);
      }
      assertTrue(deb.isValid(pair[0]) && deb.isValid(pair[1]), pairs.get(i));
    }
    return differences;
  }
}
