package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.model.PackageType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Haskell Cabal's `cabal.project.freeze`: `constraints: any.NAME ==VERSION, …` over many lines,
/// the last of which has no comma.
///
/// Source: <https://cabal.readthedocs.io/en/stable/cabal-commands.html#cabal-freeze>
public final class CabalFreezeAnalyzer extends LockFile {
  private static final Pattern PIN =
      Pattern.compile("(?:any\\.)?+([A-Za-z0-9][A-Za-z0-9-]*+)\\s*+==\\s*+([0-9][0-9.]*+)");

  public CabalFreezeAnalyzer() {
    super("cabal", PackageType.HACKAGE, "cabal.project.freeze");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    lock.expectEndOfLine();
    boolean hasList = false;
    boolean goesOn = false;
    long number = 0;
    for (String line : lock.lines()) {
      number++;
      int comment = line.indexOf("--");
      String text = comment < 0 ? line : line.substring(0, comment);
      hasList |= text.strip().startsWith("constraints:");
      goesOn = text.isBlank() ? goesOn : text.stripTrailing().endsWith(",");
      for (String part : text.replaceFirst("^\\s*constraints:", "").split(",")) {
        Matcher pin = PIN.matcher(part.strip());
        if (pin.matches()) {
          graph.add(pin.group(1), pin.group(2)).lines(number, number);
        }
      }
    }
    lock.expect(hasList, "constraints");
    if (goesOn) {
      lock.found().gap(number, "its last constraint is followed by a comma, and nothing more");
    }
  }
}
