package dev.assay.analyze;

import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import dev.assay.model.OperatingSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Collects what the analyzers say about one file, within limits: a file made to be costly ends in
/// a gap, not in a full heap.
public final class FactsCollector implements Found {
  /// No real package database comes near; more is cut off with a gap.
  public static final int MAX_COMPONENTS = 200_000;

  /// A file that is wrong all over says so this often.
  public static final int MAX_GAPS = 100;

  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_OWNED = 1_000_000;

  private final String path;
  private final Predicate<String> kept;
  private final List<Component> components = new ArrayList<>();
  private Optional<OperatingSystem> system = Optional.empty();
  private final List<String> owned = new ArrayList<>();
  private final List<String> repositories = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private long bytes;
  private boolean cut;

  /// @param path of the file, relative to the root
  /// @param kept whether an owned path is of interest: whether another analyzer wants it
  public FactsCollector(String path, Predicate<String> kept) {
    this.path = path;
    this.kept = kept;
  }

  @Override
  public void component(Component component) {
    Optional<String> problem = LegibleName.problem(component);
    if (problem.isPresent()) {
      gap(0, problem.get());
    } else if (components.size() < MAX_COMPONENTS && bytes < MAX_BYTES) {
      bytes += weight(component);
      components.add(component.path().isEmpty() ? at(component) : component);
    } else {
      cutOff("too many components");
    }
  }

  /// Its bytes of memory, roughly.
  private static long weight(Component component) {
    long texts = 0L + component.maintainer().length() + component.name().length();
    for (String license : component.licenses()) {
      texts += 50L + license.length();
    }
    return 300L + texts + 80L * component.dependsOn().size();
  }

  private Component at(Component component) {
    return Component.of(
            component.type(), component.foundBy(), component.name(), component.version())
        .architecture(component.architecture())
        .source(component.sourceName(), component.sourceVersion())
        .licenses(component.licenses())
        .maintainer(component.maintainer())
        .path(path)
        .relationship(component.relationship())
        .development(component.isDevelopment())
        .dependsOn(component.dependsOn())
        .details(component.details())
        .build();
  }

  @Override
  public void operatingSystem(OperatingSystem found) {
    system = Optional.of(found);
  }

  @Override
  public void owns(String file) {
    if (!kept.test(file)) {
      return;
    }
    if (owned.size() < MAX_OWNED) {
      owned.add(file);
    } else {
      cutOff("more than " + MAX_OWNED + " files of packages");
    }
  }

  @Override
  public void repository(String id) {
    bytes += 50L + id.length();
    if (bytes < MAX_BYTES) {
      repositories.add(id);
    } else {
      cutOff("too many repositories");
    }
  }

  @Override
  public void gap(long position, String problem) {
    if (gaps.size() < MAX_GAPS) {
      gaps.add(new Gap(path, position, problem));
    } else if (gaps.size() == MAX_GAPS) {
      gaps.add(new Gap(path, position, "and more from here on"));
    }
  }

  private void cutOff(String problem) {
    if (!cut) {
      cut = true;
      gaps.add(new Gap(path, 0, problem + ", the rest is left out"));
    }
  }

  /// What was said so far.
  public FileFacts facts() {
    return new FileFacts(path, components, system, owned, repositories, gaps);
  }
}
