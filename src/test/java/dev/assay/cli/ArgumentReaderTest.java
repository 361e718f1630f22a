package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.cli.flag.Flag;
import dev.assay.failure.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArgumentReaderTest {
  private static final List<String> VERBS = List.of("image", "fs", "ecr");
  private static final List<String> WORDS =
      List.of(
          "", "-", "--", "app:1", "a=b", "true", "-z", "--nonsense", "--nonsense=1", "-zq", "x");

  @Test
  void readsEveryCommandLineAsPicocliDoes() {
    var random = new Random(11);
    int read = 0;
    int refused = 0;
    for (String name : VERBS) {
      Verb verb = (Verb) Verbs.root().find(name).orElseThrow().target().get();
      for (int i = 0; i < 1500; i++) {
        List<String> line = line(verb, random);
        if (line.indexOf("--help") != line.lastIndexOf("--help")
            || line.stream().anyMatch(word -> word.matches("-.+--"))) {
          continue; // picocli refuses help asked for twice, and `--` as a value
        }
        String expected = outcome(() -> PicocliReader.read(verb, line));
        String actual = outcome(() -> ArgumentReader.read(verb, line));
        assertEquals(expected, actual, line::toString);
        read += expected.startsWith("Typed") ? 1 : 0;
        refused += expected.startsWith("Typed") ? 0 : 1;
      }
    }
    assertTrue(read > 1000 && refused > 500, read + " read, " + refused + " refused");
  }

  private interface Reading {
    ArgumentReader.Typed read();
  }

  /// Which problem it is, not how it is worded.
  private static String outcome(Reading reading) {
    try {
      return reading.read().toString();
    } catch (UsageFailure e) {
      return e.getMessage().contains("lacks its value") ? "lacks" : "unknown";
    }
  }

  private static List<String> line(Verb verb, Random random) {
    List<String> line = new ArrayList<>();
    for (int words = random.nextInt(6); words > 0; words--) {
      Flag flag = List.copyOf(verb.flags()).get(random.nextInt(verb.flags().size()));
      String letter = flag.names().letter();
      line.add(
          switch (random.nextInt(8)) {
            case 0 -> "--" + flag.name();
            case 1 -> "--" + flag.name() + "=" + word(random);
            case 2 -> letter.isEmpty() ? "--" + flag.name() + "=" : "-" + letter;
            case 3 -> letter.isEmpty() ? "--help" : "-" + letter + word(random);
            case 4 -> letter.isEmpty() ? "-qd" : "-" + letter + "=" + word(random);
            case 5 -> flag.aliases().isEmpty() ? "--help" : "--" + flag.aliases().getFirst();
            case 6 -> letter.isEmpty() ? "app:2" : "-q" + letter;
            default -> word(random);
          });
      if (random.nextInt(3) == 0) {
        line.add(word(random));
      }
    }
    return line;
  }

  private static String word(Random random) {
    return random.nextInt(3) == 0
        ? WORDS.get(random.nextInt(WORDS.size()))
        : "w" + random.nextInt(9);
  }
}
