package dev.assay.analyze.os;

import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// From which repositories the packages of each layer came. A layer that does not say so was made
/// on top of one that does, by somebody who had its repositories; the lowest may leave it to the
/// one above to say.
public final class PackageRepositories {
  private final List<String> byLayer = new ArrayList<>();

  /// @param lowestFirst the files of each layer
  public PackageRepositories(List<? extends Collection<FileFacts>> lowestFirst) {
    List<String> own = lowestFirst.stream().map(PackageRepositories::join).toList();
    String last = own.stream().filter(sets -> !sets.isEmpty()).findFirst().orElse("");
    for (String sets : own) {
      last = sets.isEmpty() ? last : sets;
      byLayer.add(last);
    }
  }

  /// The ids that files name, sorted, between blanks; empty where they name none.
  private static String join(Collection<FileFacts> files) {
    TreeSet<String> sets = new TreeSet<>();
    files.forEach(file -> sets.addAll(file.repositories()));
    return String.join(" ", sets);
  }

  /// The component with the repositories of the layer that brought it.
  public Component of(Component component, int layer) {
    String sets = byLayer.get(layer);
    return sets.isEmpty() || component.type() != PackageType.RPM
        ? component
        : component.with(Component.CONTENT_SETS, sets);
  }
}
