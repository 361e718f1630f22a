package dev.assay.analyze.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.Component;
import dev.assay.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real programs, held against what `go version -m` lists of them.
class GoTruthTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "linux, amd64, -",
        "linux, amd64, -ldflags=-s -w -buildid=",
        "linux, s390x, -",
        "linux, 386, -",
        "windows, amd64, -",
        "darwin, arm64, -"
      })
  void listsWhatGoLists(String system, String processor, String flag) throws Exception {
    Path go = Tools.require("go");
    write("app/go.mod", "module example.com/app\n\ngo 1.20\n\n");
    append("app/go.mod", "require example.com/lib v1.2.3\n\nreplace example.com/lib => ../lib\n");
    write("app/main.go", "package main\n\nimport \"example.com/lib\"\n\n");
    append("app/main.go", "func main() { println(lib.Name()) }\n");
    write("lib/go.mod", "module example.com/lib\n\ngo 1.20\n");
    write("lib/lib.go", "package lib\n\nfunc Name() string { return \"lib\" }\n");
    Path program = folder.resolve("program");
    var build = new ArrayList<>(List.of(go.toString(), "build", "-o", program.toString()));
    if (flag != null) {
      build.add(flag);
    }
    run(build, Map.of("GOOS", system, "GOARCH", processor, "CGO_ENABLED", "0"));
    String listed = run(List.of(go.toString(), "version", "-m", program.toString()), Map.of());
    assertEquals(truth(listed), found(program));
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), Files.readString(folder.resolve(file)) + text);
  }

  private String run(List<String> command, Map<String, String> environment) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.resolve("app").toFile());
    builder.redirectErrorStream(true).environment().putAll(environment);
    builder.environment().putAll(Map.of("GOPROXY", "off", "GOTOOLCHAIN", "local"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static List<String> truth(String listed) {
    var ids = new ArrayList<String>();
    for (String line : listed.split("\n")) {
      List<String> fields = List.of(line.strip().split("\t"));
      if (!line.startsWith("\t")) {
        ids.add("stdlib@v" + line.substring(line.lastIndexOf(": go") + 4).split(" ")[0]);
      } else if (fields.getFirst().equals("mod") || fields.getFirst().equals("dep")) {
        ids.add(fields.get(1) + "@" + fields.get(2));
      } else if (fields.getFirst().equals("=>")) {
        ids.set(
            ids.size() - 1, ids.getLast().substring(0, ids.getLast().indexOf('@')) + "@(devel)");
      }
    }
    return ids;
  }

  private static List<String> found(Path program) throws IOException {
    var found = new FactsCollector("program", _ -> true);
    try (InputStream content = Files.newInputStream(program)) {
      new ProgramAnalyzer().read("program", content, found);
    }
    assertEquals(List.of(), found.facts().gaps());
    return found.facts().components().stream().map(Component::id).toList();
  }
}
