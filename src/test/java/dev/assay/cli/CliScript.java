package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A script of command lines and what they answer.
///
/// ```
/// # a comment
/// env NAME=VALUE         for the commands that follow; without a value: unset
/// file NAME              a file in $WORK; its lines follow
/// | line
/// stdin TEXT             for the next command
/// $ assay image x        a command; 'quotes' keep words together
/// ? 2                    its exit code, 0 where the line is missing
/// > line                 of standard output
/// ! line                 of standard error
/// ```
///
/// In expected lines `...` alone stands for any lines, `{{…}}` for a regular expression, and
/// `$WORK` for the script's own folder. With `-Dgolden.update=true`, expectations without `...` or
/// `{{` are rewritten to what the program says. A command that says `error:` must say `hint:` too.
final class CliScript {
  private final Path file;
  private final Path work;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String stdin = "";

  CliScript(Path file, Path work) {
    this.file = file;
    this.work = work;
    environment.put("HOME", work.toString());
    environment.put("ASSAY_STDERR_TTY", "0");
    environment.put("ASSAY_STDOUT_TTY", "0");
  }

  /// What came out of one command.
  record Answer(int code, List<String> out, List<String> err) {
    /// Whoever is told that something is wrong is told what to do.
    boolean lacksHint() {
      return count("error: ") != count("hint: ");
    }

    private long count(String word) {
      return err.stream().filter(line -> line.startsWith(word)).count();
    }
  }

  /// Runs it.
  ///
  /// @return a line for each command that answered otherwise than the script says
  List<String> run() throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> rewritten = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at);
      rewritten.add(line);
      at++;
      if (line.startsWith("env ")) {
        setVariable(line.substring(4));
      } else if (line.startsWith("stdin ")) {
        stdin = line.substring(6) + "\n";
      } else if (line.startsWith("file ")) {
        int end = skip(lines, at, "|");
        write(line.substring(5), lines.subList(at, end));
        rewritten.addAll(lines.subList(at, end));
        at = end;
      } else if (line.startsWith("$ assay")) {
        int end = skip(lines, at, "?>!");
        List<String> expected = lines.subList(at, end);
        Answer answer = answer(line.substring(7));
        if (answer.lacksHint()) {
          problems.add(file.getFileName() + ":" + at + ": " + line + "\nfails without a hint");
        }
        List<String> actual = expectations(answer);
        if (!matches(expected, actual)) {
          problems.add(
              file.getFileName() + ":" + at + ": " + line + "\n" + String.join("\n", actual));
        }
        boolean isLoose = expected.stream().anyMatch(e -> e.contains("{{") || e.endsWith(" ..."));
        rewritten.addAll(isLoose ? expected : actual);
        at = end;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        problems.add(file.getFileName() + ":" + at + ": what is `" + line + "`?");
      }
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.write(file, rewritten);
    }
    return problems;
  }

  private static int skip(List<String> lines, int from, String marks) {
    int at = from;
    while (at < lines.size()
        && !lines.get(at).isEmpty()
        && marks.indexOf(lines.get(at).charAt(0)) >= 0) {
      at++;
    }
    return at;
  }

  private void setVariable(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 0) {
      environment.remove(assignment);
    } else {
      environment.put(assignment.substring(0, equals), inWork(assignment.substring(equals + 1)));
    }
  }

  private void write(String name, List<String> lines) throws IOException {
    Path target = work.resolve(name);
    Files.createDirectories(target.getParent());
    Files.write(
        target, lines.stream().map(line -> inWork(line.replaceFirst("^\\| ?", ""))).toList());
  }

  private String inWork(String text) {
    return text.replace("$WORK", work.toString());
  }

  private Answer answer(String commandLine) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(stdin.getBytes(UTF_8));
    stdin = "";
    int code = Main.run(words(commandLine), Console.of(in, out, err, environment));
    return new Answer(code, lines(out), lines(err));
  }

  private List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8).replace(work.toString(), "$WORK").lines().toList();
  }

  private List<String> words(String commandLine) {
    List<String> words = new ArrayList<>();
    var word = Pattern.compile("'([^']*)'|(\\S+)").matcher(commandLine);
    while (word.find()) {
      words.add(inWork(word.group(1) != null ? word.group(1) : word.group(2)));
    }
    return words;
  }

  private static List<String> expectations(Answer answer) {
    List<String> lines = new ArrayList<>();
    if (answer.code != 0) {
      lines.add("? " + answer.code);
    }
    answer.out.forEach(line -> lines.add(("> " + line).stripTrailing()));
    answer.err.forEach(line -> lines.add(("! " + line).stripTrailing()));
    return lines;
  }

  /// A regular expression may end in a brace of its own.
  private static int closing(String line, int open) {
    int close = line.indexOf("}}", open);
    return line.startsWith("}}}", close) ? close + 1 : close;
  }

  private static boolean matches(List<String> expected, List<String> actual) {
    StringBuilder pattern = new StringBuilder();
    for (String line : expected) {
      String mark = line.substring(0, 1);
      if (line.endsWith(" ...") && line.length() == 5) {
        pattern.append("(?:").append(Pattern.quote(mark)).append(".*\n)*");
      } else {
        int at = 0;
        while (line.indexOf("{{", at) >= 0) {
          int open = line.indexOf("{{", at);
          int close = closing(line, open);
          pattern.append(Pattern.quote(line.substring(at, open)));
          pattern.append(line, open + 2, close);
          at = close + 2;
        }
        pattern.append(Pattern.quote(line.substring(at))).append("\n");
      }
    }
    String text = actual.isEmpty() ? "" : String.join("\n", actual) + "\n";
    return text.matches("(?s)" + pattern.toString().replace(".*\n)*", "[^\n]*\n)*"));
  }
}
