package dev.assay.analyze.language.jvm;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.failure.InputFailure;
import dev.assay.format.maven.Pom;
import dev.assay.format.maven.PomReader;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Maven's `pom.xml`: what the project asks for, with versions from its properties, its
/// `dependencyManagement` and its parents as far as they lie in the same tree. Nothing is fetched:
/// a version that a parent or a bill of materials elsewhere decides is a gap, and what the
/// dependencies need in turn is not known.
///
/// `test` and `provided` serve development alone. A dependency that has the project's own version,
/// `${project.version}`, is another of its modules.
///
/// Source: <https://maven.apache.org/pom.html>
public final class PomAnalyzer extends LockFile {
  private static final int MAX_PARENTS = 20;

  public PomAnalyzer() {
    super("pom", PackageType.MAVEN, "pom.xml");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) throws IOException {
    List<Pom> chain;
    try {
      chain = chain(lock);
    } catch (InputFailure e) {
      lock.found().gap(0, String.valueOf(e.getMessage()));
      return;
    }
    chain.getFirst().problem().ifPresent(problem -> lock.found().gap(0, problem));
    var project = new EffectivePom(chain);
    var unknown = new ArrayList<String>();
    project
        .dependencies()
        .forEach((name, dependency) -> {
          String scope = project.scope(name, dependency);
          String version = project.version(name, dependency);
          boolean isModule = dependency.version().strip().equals("${project.version}");
          if (scope.equals("system") || scope.equals("import") || isModule) {
            return;
          }
          if (version.isEmpty()
              || name.startsWith(":")
              || name.endsWith(":")
              || name.contains("${")) {
            unknown.add(name);
            return;
          }
          boolean isOwn = chain.getFirst().dependencies().contains(dependency);
          graph
              .add(name, version)
              .lines(isOwn ? dependency.line() : 0, isOwn ? dependency.line() : 0)
              .development(scope.equals("test") || scope.equals("provided"));
        });
    graph.direct(graph.ids());
    if (!unknown.isEmpty()) {
      lock.found()
          .gap(
              0,
              "the versions of "
                  + unknown.size()
                  + " dependencies are not fixed in this tree, among them "
                  + String.join(", ", unknown.subList(0, Math.min(3, unknown.size()))));
    }
  }

  /// The project and its parents in the tree.
  private static List<Pom> chain(LockText lock) throws IOException {
    List<Pom> chain = new ArrayList<>();
    chain.add(PomReader.read(lock.text()));
    Set<String> seen = new HashSet<>();
    String path = lock.path();
    while (chain.size() < MAX_PARENTS) {
      Optional<Pom.Parent> parent = chain.getLast().parent();
      if (parent.isEmpty() || parent.get().relativePath().isEmpty()) {
        return chain;
      }
      String relative = parent.get().relativePath();
      path =
          path.substring(0, path.lastIndexOf('/') + 1)
              + (relative.endsWith(".xml") ? relative : relative + "/pom.xml");
      Optional<Pom> above = seen.add(path) ? parent(lock, path) : Optional.empty();
      boolean isIt = above.isPresent() && above.get().artifact().equals(parent.get().artifact());
      if (!isIt) {
        return chain;
      }
      chain.add(above.orElseThrow());
    }
    return chain;
  }

  private static Optional<Pom> parent(LockText lock, String path) throws IOException {
    Optional<LockText> text = lock.at(path);
    try {
      return text.map(one -> PomReader.read(one.text()));
    } catch (InputFailure _) {
      return Optional.empty(); // it is analysed on its own, and says so there
    }
  }
}
