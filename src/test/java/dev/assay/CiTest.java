package dev.assay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `.ci/run` makes a missing tool a failure: so it has to bring every tool that a test asks for.
class CiTest {
  private static final Pattern REQUIRED =
      Pattern.compile("Tools\\.require\\(\\s*\"([^\"]+)\"\\s*\\)");

  /// Of every Debian system.
  private static final Set<String> ALWAYS = Set.of("bash", "env", "kill", "sh", "tar");

  /// What brings a program of another name.
  private static final Map<String, String> PACKAGES =
      Map.of(
          "dpkg", "dpkg-dev",
          "dpkg-query", "dpkg-dev",
          "gem", "ruby",
          "htpasswd", "apache2-utils",
          "moto_server", "it/requirements.txt");

  @Test
  void bringsEveryToolThatATestAsksFor() throws IOException {
    String script = Files.readString(Path.of(".ci/run"));
    Set<String> missing = new TreeSet<>();
    List<Path> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    int asked = 0;
    for (Path test : tests) {
      Matcher required = REQUIRED.matcher(Files.readString(test));
      while (required.find()) {
        asked++;
        String tool = required.group(1);
        String brought = PACKAGES.getOrDefault(tool, tool);
        if (!ALWAYS.contains(tool)
            && !Pattern.compile("(?m)(^|[ /])" + Pattern.quote(brought) + "($|[ \\n>])")
                .matcher(script)
                .find()) {
          missing.add(tool);
        }
      }
    }
    assertFalse(asked == 0, "no test asks for a tool");
    assertEquals(Set.of(), missing);
  }
}
