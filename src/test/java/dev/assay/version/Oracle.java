package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.assay.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/// A script of `it/versions` that answers `A<TAB>B` lines with -1, 0, 1 or `?`, as a package
/// manager compares them.
///
/// @param program that runs the script; the test is skipped, visibly, where it is missing
/// @param probe a script that fails where the program lacks the library
/// @param script and its arguments
record Oracle(String program, List<String> probe, List<String> script) {
  /// Compares what both say about random pairs; only an oracle that gave every answer counts.
  void agrees(VersionScheme scheme, Path folder, Function<Random, String> texts)
      throws IOException, InterruptedException {
    Path executable = Tools.require(program);
    if (run(executable, probe, Path.of("/dev/null"), folder.resolve("probe")) != 0) {
      missing(program + " lacks the library that `" + String.join(" ", probe) + "` asks for");
    }
    List<String> pairs = pairs(texts);
    Path answered = folder.resolve("answers");
    Path asked = Files.write(folder.resolve("pairs"), pairs);
    assertEquals(0, run(executable, script, asked, answered));
    List<String> answers = Files.readAllLines(answered);
    assertEquals(pairs.size(), answers.size());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      String ours = answer(scheme, pairs.get(i));
      if (!ours.equals(answers.get(i))) {
        differences.add(pairs.get(i) + ": theirs " + answers.get(i) + ", ours " + ours);
      }
    }
    assertEquals(List.of(), differences.stream().limit(10).toList());
    assertTrue(answers.containsAll(List.of("-1", "0", "1")), "all three answers occur");
  }

  private static String answer(VersionScheme scheme, String line) {
    String[] pair = line.split("\t", -1);
    boolean known = scheme.isValid(pair[0]) && scheme.isValid(pair[1]);
    return known ? String.valueOf(Integer.signum(scheme.compare(pair[0], pair[1]))) : "?";
  }

  private static List<String> pairs(Function<Random, String> texts) {
    Random random = new Random(20260101);
    List<String> pairs = new ArrayList<>();
    while (pairs.size() < 3_000) {
      String a = texts.apply(random);
      String b = random.nextInt(8) == 0 ? a : texts.apply(random);
      pairs.add(a + "\t" + b);
    }
    return pairs;
  }

  private static int run(Path program, List<String> arguments, Path input, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectInput(input.toFile())
        .redirectOutput(output.toFile())
        .redirectError(output.resolveSibling("errors").toFile())
        .start()
        .waitFor();
  }

  private static void missing(String what) {
    if (Set.of(System.getenv().getOrDefault("ASSAY_REQUIRE", "").split(",")).contains("tools")) {
      fail(what);
    }
    abort("skipped: " + what);
  }
}
