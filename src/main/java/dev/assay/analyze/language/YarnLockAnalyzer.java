package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Yarn's `yarn.lock`: version 1's own format, and the YAML that Yarn 2 and later write with the
/// same indents.
///
/// A block per package: a header with the `name@range` patterns that led to it, then indented
/// `version`, and `dependencies` indented once more. Yarn 2 lists the project and its workspaces
/// too; version 1 does not tell what the project itself asks for.
///
/// Source: <https://classic.yarnpkg.com/lang/en/docs/yarn-lock/>,
/// <https://yarnpkg.com/configuration/manifest>
public final class YarnLockAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "yarn";
  }

  @Override
  public int rulesVersion() {
    return 1;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.SOURCE);
  }

  @Override
  public boolean wants(String path) {
    return LockNames.isFile(path, "yarn.lock");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var lines = new Lines(content);
    var blocks = new YarnBlocks(found);
    while (lines.next()) {
      if (lines.length() > 0 && lines.byteAt(0) != '#') {
        blocks.line(lines.text(), lines.number());
      }
    }
    var graph = new LockGraph(PackageType.NPM, "yarn");
    blocks.finish(graph);
    graph.finish(found);
  }
}
