package dev.assay.cli;

import java.util.LinkedHashSet;
import java.util.Set;

/// What must be undone when the process is told to stop: half-written outputs, a progress line.
public final class Cleanup implements Runnable {
  private final Set<Runnable> steps = new LinkedHashSet<>();

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
    steps.forEach(Runnable::run);
    steps.clear();
  }
}
