package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.analyze.LegibleName;
import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import dev.assay.model.OperatingSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects what analyzers find in one file, within a layer's budget of memory.
final class FileFinds implements Found {
  private static final int MAX_GAPS = 200;
  private static final int MAX_PROBLEM = 500;

  /// Ends an analyzer's work on a file when the layer's budget is used up.
  static final class OverBudget extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverBudget() {
      super("over budget", null, false, false);
    }
  }

  private final String path;
  private final List<Analyzer> analyzers;
  private final Budget budget;
  private final List<Component> components = new ArrayList<>();
  private final List<String> owned = new ArrayList<>();
  private final List<String> repositories = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private Optional<OperatingSystem> operatingSystem = Optional.empty();
  private Optional<Analyzer> current = Optional.empty();

  FileFinds(String path, List<Analyzer> analyzers, Budget budget) {
    this.path = path;
    this.analyzers = analyzers;
    this.budget = budget;
  }

  void startAnalyzer(Analyzer analyzer) {
    current = Optional.of(analyzer);
  }

  @Override
  public void component(Component component) {
    Optional<String> problem = LegibleName.problem(component);
    if (problem.isPresent()) {
      gap(0, problem.get());
      return;
    }
    take(component.roughBytes());
    components.add(component.path().isEmpty() ? placed(component) : component);
  }

  private Component placed(Component c) {
    return new Component(
        c.type(),
        c.foundBy(),
        c.name(),
        c.version(),
        c.architecture(),
        c.sourceName(),
        c.sourceVersion(),
        c.licenses(),
        c.maintainer(),
        path,
        c.relationship(),
        c.isDevelopment(),
        c.dependsOn(),
        c.details());
  }

  @Override
  public void operatingSystem(OperatingSystem system) {
    operatingSystem = Optional.of(system);
  }

  @Override
  public void owns(String ownedPath) {
    Optional<String> clean = EntryPath.normalise(ownedPath);
    if (clean.isPresent() && isWantedByOthers(clean.get())) {
      take(Weight.ofPath(clean.get()));
      owned.add(clean.get());
    }
  }

  private boolean isWantedByOthers(String ownedPath) {
    for (Analyzer analyzer : analyzers) {
      if (!current.equals(Optional.of(analyzer))
          && (analyzer.mayWant(ownedPath) || analyzer.wantsFolder(ownedPath))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void repository(String id) {
    take(Weight.ofPath(id));
    repositories.add(id);
  }

  @Override
  public void gap(long position, String problem) {
    if (gaps.size() < MAX_GAPS) {
      gaps.add(new Gap(path, position, shortened(problem)));
    } else if (gaps.size() == MAX_GAPS) {
      gaps.add(new Gap(path, 0, "more than " + MAX_GAPS + " problems; the others are not listed"));
    }
  }

  static String shortened(String problem) {
    return problem.length() <= MAX_PROBLEM ? problem : problem.substring(0, MAX_PROBLEM) + "…";
  }

  private void take(long bytes) {
    if (!budget.take(bytes)) {
      throw new OverBudget();
    }
  }

  FileFacts facts() {
    return new FileFacts(path, components, operatingSystem, owned, repositories, gaps);
  }
}
