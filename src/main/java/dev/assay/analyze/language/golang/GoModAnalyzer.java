package dev.assay.analyze.language.golang;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.golang.GoMod;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `go.mod`, and where it is of Go before 1.17, which lists only what the module itself imports,
/// the `go.sum` beside it for the rest: of each module the last one, which is the highest.
///
/// Source: <https://go.dev/ref/mod#go-mod-file>, <https://go.dev/ref/mod#go-sum-files>
public final class GoModAnalyzer extends LockFile {
  public GoModAnalyzer() {
    super("gomod", PackageType.GO, "go.mod");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) throws IOException {
    GoMod mod = GoMod.parse(lock.lines());
    mod.unread().forEach(line -> lock.found().gap(line, "no directive of a go.mod"));
    var direct = new ArrayList<String>();
    Set<String> names = new HashSet<>();
    for (GoMod.Requirement one : mod.requirements()) {
      String id =
          graph.add(one.module().path(), one.module().version()).lines(one.line(), one.line()).id();
      names.add(one.module().path());
      if (!one.isIndirect()) {
        direct.add(id);
      }
    }
    graph.direct(direct);
    if (!mod.isComplete()) {
      sums(lock)
          .forEach((path, version) -> {
            if (!names.contains(path)) {
              graph.add(path, version);
            }
          });
    }
  }

  /// `MODULE VERSION h1:HASH`, and the same with `VERSION/go.mod` where only that file was needed.
  private static Map<String, String> sums(LockText lock) throws IOException {
    Map<String, String> versions = new LinkedHashMap<>();
    Optional<LockText> sum = lock.beside("go.sum");
    for (String line : sum.map(LockText::lines).orElse(List.of())) {
      String[] words = line.strip().split(" ");
      if (words.length == 3 && !words[1].endsWith("/go.mod")) {
        versions.put(words[0], words[1]);
      }
    }
    return versions;
  }
}
