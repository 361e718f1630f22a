package dev.assay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.Supported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents are true.
class DocsTest {
  private static final Pattern CODE =
      Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.[a-zA-Z]+\\(?\\)?)?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  private static Set<String> classNames() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String root : List.of("src/main/java", "src/test/java", "bench/src")) {
      if (Files.isDirectory(Path.of(root))) {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
          files
              .map(p -> p.getFileName().toString())
              .filter(n -> n.endsWith(".java"))
              .forEach(n -> names.add(n.substring(0, n.length() - 5)));
        }
      }
    }
    return names;
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> here = Files.list(Path.of("."));
        Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> bench = Files.walk(Path.of("bench"))) {
      return Stream.of(here, docs, bench)
          .flatMap(s -> s)
          .filter(p -> p.toString().endsWith(".md"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  @Test
  void everyClassTheMapNamesExists() throws IOException {
    Set<String> known = classNames();
    List<String> missing = new ArrayList<>();
    Matcher names = CODE.matcher(Files.readString(Path.of("ARCHITECTURE.md")));
    while (names.find()) {
      if (!known.contains(names.group(1))) {
        missing.add(names.group(1));
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      Matcher links = LINK.matcher(Files.readString(document));
      while (links.find()) {
        Path parent = document.toAbsolutePath().getParent();
        if (parent != null && !Files.exists(parent.resolve(links.group(1)))) {
          broken.add(document + " -> " + links.group(1));
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void theListOfWhatIsSupportedIsWhatTheProgramLists() throws IOException {
    Path page = Path.of("docs/supported.md");
    String expected = Supported.page();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, expected, StandardCharsets.UTF_8);
    }
    assertEquals(expected, Files.readString(page));
  }

  @Test
  void theReadmeFitsOneScreenAndNamesItsTwoCommands() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.lines().count() <= 90, "README is longer than a screen");
    assertTrue(readme.contains("./assay quickstart"));
    assertTrue(readme.contains("./build verify"));
  }

  @Test
  void everyRoomIsOnTheMap() throws IOException {
    String map = Files.readString(Path.of("ARCHITECTURE.md"));
    try (Stream<Path> rooms = Files.list(Path.of("src/main/java/dev/assay"))) {
      List<String> missing =
          rooms
              .filter(Files::isDirectory)
              .map(p -> p.getFileName().toString())
              .filter(room -> !map.contains("`" + room + "`"))
              .toList();
      assertEquals(List.of(), missing);
    }
  }
}
