package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Erlang's `rebar.lock`: a term `{"1.2.0", [{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0}, …]}`,
/// where the number says how far from the project a package is needed. One from a repository has no
/// version.
///
/// Source: <https://rebar3.org/docs/configuration/dependencies/#lock-files>
public final class RebarLockAnalyzer extends LockFile {
  private static final Pattern PACKAGE =
      Pattern.compile(
          "\\{pkg,\\s*+<<\"([^\"]++)\">>,\\s*+<<\"([^\"]++)\">>[^}]*+\\},\\s*+([0-9]++)\\s*+\\}");

  public RebarLockAnalyzer() {
    super("rebar", PackageType.HEX, "rebar.lock");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    var direct = new ArrayList<String>();
    long number = 0;
    for (String line : lock.lines()) {
      number++;
      Matcher found = PACKAGE.matcher(line);
      while (found.find()) {
        LockGraph.Entry entry = graph.add(found.group(1), found.group(2)).lines(number, number);
        if (found.group(3).equals("0")) {
          direct.add(entry.id());
        }
      }
    }
    if (!lock.text().contains("]")) {
      lock.found().gap(number, "ends before its list does");
    }
    graph.direct(direct);
  }
}
