package dev.assay.cli;

import dev.assay.advisory.db.DatabaseRemoval;
import java.util.LinkedHashSet;
import java.util.Set;

/// What must be undone when the process is told to stop: half-written outputs, a progress line.
public final class Cleanup implements Runnable {
  private final Set<Runnable> steps = new LinkedHashSet<>();
  private volatile boolean hasRun;

  /// Whether the process is ending: what fails from now on fails because of that.
  public boolean hasRun() {
    return hasRun;
  }

  /// Remembers a step.
  synchronized void add(Runnable step) {
    steps.add(step);
  }

  /// Forgets it.
  synchronized void remove(Runnable step) {
    steps.remove(step);
  }

  /// Takes every step that is left.
  @Override
  public synchronized void run() {
    hasRun = true;
    steps.forEach(Runnable::run);
    steps.clear();
    DatabaseRemoval.ofUnfinished();
  }

  /// The same, and then what ends the process: until that is done, nothing else ends it in order.
  public synchronized void run(Runnable last) {
    run();
    last.run();
  }
}
