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
/// `version`, and `dependencies` indented once more; the last one of Yarn 2 is `linkType`. Yarn 2
/// lists the project and its workspaces too; version 1 does not tell what the project itself asks
/// for.
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
    return 2;
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
      if (lines.byteAt(0) == '#') {
        blocks.comment(lines.text());
      } else if (lines.length() > 0) {
        blocks.line(lines.text(), lines.number());
      }
    }
    var graph = new LockGraph(PackageType.NPM, "yarn");
    if (lines.number() > 0) { // an empty one marks a project that is not installed yet
      blocks.finish(graph);
    }
    if (!lines.isEnded()) {
      found.gap(lines.number(), "its last line is cut off");
    }
    graph.finish(found);
  }
}
