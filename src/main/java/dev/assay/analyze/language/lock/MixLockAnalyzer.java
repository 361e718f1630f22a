package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.text.Lines;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Elixir's `mix.lock`: a map with a line per package, `"jason": {:hex, :jason, "1.4.0", "SHA",
/// [:mix], [{:decimal, "~> 1.0", […]}], "hexpm", "SHA"},`. One from a git repository has no
/// version. What the project asks for stands in `mix.exs`, a program.
///
/// Source: <https://hexdocs.pm/mix/Mix.Project.html>
public final class MixLockAnalyzer extends LockFile {
  private static final Pattern PACKAGE =
      Pattern.compile(
          "\\s*+\"[^\"]++\":\\s*+\\{:hex,\\s*+:\"?+([\\w]++)\"?+,\\s*+\"([^\"]++)\"(.*+)");
  private static final Pattern NEED = Pattern.compile("\\{:\"?+(\\w++)\"?+,");
  private static final Pattern OTHER =
      Pattern.compile("\\s*+(?:[%{}\\s]*+|\"[^\"]++\":\\s*+\\{:(?:git|path),.*+)");

  public MixLockAnalyzer() {
    super("hex", PackageType.HEX, "mix.lock");
  }

  private record Listed(LockGraph.Entry entry, String rest) {}

  @Override
  protected void list(LockText lock, LockGraph graph) {
    Map<String, String> ids = new HashMap<>();
    var listed = new ArrayList<Listed>();
    long number = 0;
    for (String line : lock.lines()) {
      number++;
      Matcher found = PACKAGE.matcher(line);
      if (found.matches()) {
        LockGraph.Entry entry = graph.add(found.group(1), found.group(2)).lines(number, number);
        ids.put(found.group(1), entry.id());
        listed.add(new Listed(entry, found.group(3)));
      } else if (!OTHER.matcher(line).matches()) {
        lock.found().gap(number, "expected a package, found `" + Lines.excerpt(line) + "`");
      }
    }
    String text = lock.text().stripTrailing();
    if (!text.endsWith("\n}") && !text.endsWith("%{}")) {
      lock.found().gap(number, "it ends without the closing brace");
    }
    for (Listed one : listed) {
      Matcher need = NEED.matcher(one.rest());
      while (need.find()) {
        graph.needs(one.entry(), ids.getOrDefault(need.group(1), ""));
      }
    }
  }
}
