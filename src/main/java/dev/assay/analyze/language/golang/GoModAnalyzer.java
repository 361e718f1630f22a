package dev.assay.analyze.language.golang;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.golang.GoMod;
import dev.assay.format.golang.GoWork;
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
/// the `go.sum` beside it for the rest: of each module the last one, which is the highest. A
/// `go.work` beside or above it counts where it uses the module: what it replaces is replaced, and
/// a module of its own is at no version.
///
/// Source: <https://go.dev/ref/mod#go-mod-file>, <https://go.dev/ref/mod#go-sum-files>
public final class GoModAnalyzer extends LockFile {
  private static final int MAX_LEVELS = 20;
  private static final int MAX_FOLDERS = 200;

  public GoModAnalyzer() {
    super("gomod", PackageType.GO, "go.mod");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) throws IOException {
    Set<String> together = new HashSet<>();
    GoMod mod = GoMod.parse(lock.lines(), workspace(lock, together));
    mod.unread().forEach(line -> lock.found().gap(line, "no directive of a go.mod"));
    lock.expect(!mod.module().isEmpty(), "module");
    if (mod.open() > 0) {
      lock.found().gap(mod.open(), "a parenthesis that is never closed");
    }
    var direct = new ArrayList<String>();
    Set<String> names = new HashSet<>();
    for (GoMod.Requirement one : mod.requirements()) {
      if (together.contains(one.module().path())) {
        names.add(one.module().path());
        continue;
      }
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

  /// The nearest workspace, where it uses this module.
  ///
  /// @param together filled with the names of its modules
  private static GoWork workspace(LockText lock, Set<String> together) throws IOException {
    String folder = lock.path().substring(0, Math.max(0, lock.path().lastIndexOf('/')));
    String above = folder;
    for (int level = 0; level <= MAX_LEVELS; level++) {
      Optional<LockText> file = lock.at(above.isEmpty() ? "go.work" : above + "/go.work");
      if (file.isPresent()) {
        GoWork work = GoWork.parse(file.get().lines());
        String below = above.isEmpty() ? folder : folder.substring(above.length());
        below = below.startsWith("/") ? below.substring(1) : below;
        return work.uses(below.isEmpty() ? "." : below)
            ? named(work, file.get(), together)
            : GoWork.NONE;
      }
      if (above.isEmpty()) {
        break;
      }
      above = above.substring(0, Math.max(0, above.lastIndexOf('/')));
    }
    return GoWork.NONE;
  }

  private static GoWork named(GoWork work, LockText file, Set<String> together) throws IOException {
    for (String each : work.folders().subList(0, Math.min(MAX_FOLDERS, work.folders().size()))) {
      Optional<LockText> module = file.beside(each + "/go.mod");
      module.map(text -> GoMod.parse(text.lines()).module()).ifPresent(together::add);
    }
    return work;
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
