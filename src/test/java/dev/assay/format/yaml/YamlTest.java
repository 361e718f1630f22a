package dev.assay.format.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import org.junit.jupiter.api.Test;

class YamlTest {
  @Test
  void keepsVersionsAsTheyAreWritten() {
    Json read =
        Yaml.read("a: 1.10\nb: [true, 'true', ~, 0x1]\n'c d':\n  e: |\n    x\n    y\n").document();
    assertEquals("1.10", read.text("a"));
    assertTrue(read.at("b").items().get(0).isTrue());
    assertEquals("true", read.at("b").items().get(1).text());
    assertTrue(read.at("b").items().get(2).isNull());
    assertEquals("0x1", read.at("b").items().get(3).text());
    assertEquals("x\ny\n", read.at("c d").text("e"));
  }

  @Test
  void keepsWhatCameBeforeTheBrokenLineAndNamesIt() {
    Yaml.Result read = Yaml.read("a:\n  b: 1\n  c: [1, 2\nd: 3\n");
    assertEquals("1", read.document().at("a").text("b"));
    assertEquals(4, read.problem().orElseThrow().line());
  }

  @Test
  void isNotDrownedByDepthAliasesOrNumbers() {
    assertTrue(Yaml.read("[".repeat(50_000)).problem().isPresent());
    assertTrue(Yaml.read("a: [" + "1,".repeat(600_000) + "]").problem().isPresent());
    Json bomb = Yaml.read("a: &x [1,1]\nb: [*x, *x, *x]\n").document();
    assertEquals(3, bomb.at("b").items().size());
    assertTrue(bomb.at("b").items().getFirst().isNull());
  }
}
