package dev.assay.analyze.binary;

import dev.assay.model.Component;
import dev.assay.model.Placed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Packages that notes inside programs name. They say something new only where no package database
/// lists the same. Nor does a manifest of Chisel's where dpkg lists the package, or another
/// manifest.
public final class NotedPackages {
  private NotedPackages() {}

  /// The components without such notes as repeat what a database lists.
  public static List<Placed> withoutListed(List<Placed> components) {
    if (components.stream().noneMatch(one -> isDoubtful(one.component()))) {
      return components; // as of most images
    }
    Set<String> listed = new HashSet<>();
    Set<String> complete = new HashSet<>();
    for (Placed placed : components) {
      if (placed.component().isInstalled()) {
        listed.add(key(placed.component()));
      }
      if (placed.component().isInstalled() && !isChiselled(placed.component())) {
        complete.add(key(placed.component()));
      }
    }
    return components.stream()
        .filter(one -> !isNote(one.component()) || !listed.contains(key(one.component())))
        .filter(one -> !isChiselled(one.component()) || complete.add(key(one.component())))
        .toList();
  }

  private static boolean isDoubtful(Component component) {
    return isNote(component) || isChiselled(component);
  }

  private static boolean isChiselled(Component component) {
    return component.foundBy().equals("chisel");
  }

  private static boolean isNote(Component component) {
    return component.foundBy().equals(Component.BY_NOTE);
  }

  private static String key(Component component) {
    return component.type() + " " + component.id();
  }
}
