package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.model.Gap;
import dev.assay.model.LayerInventory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Wanted files whose bytes lie at a path that no analyzer knows, because a link leads there: a
/// package database, one file of a package, the folder of a package.
///
/// Where several links lead to one file, an analyzer is shown it by the first of them only.
final class LinkedFiles {
  /// What an analyzer was promised already.
  private record Promised(Analyzer analyzer, String target) {}

  private final List<Analyzer> analyzers;
  private final LayerStack stack;
  private final List<Gap> gaps = new ArrayList<>();
  private final SortedMap<String, String> folders = new TreeMap<>();
  private final SortedMap<Integer, List<Wish>> wishes = new TreeMap<>();
  private final Set<Promised> promised = new HashSet<>();

  private LinkedFiles(List<Analyzer> analyzers, LayerStack stack) {
    this.analyzers = analyzers;
    this.stack = stack;
  }

  /// Looks at every link that is seen.
  ///
  /// @param stack all layers of an image
  static LinkedFiles of(List<Analyzer> analyzers, LayerStack stack) {
    var files = new LinkedFiles(analyzers, stack);
    analyzers.forEach(files::places);
    analyzers.forEach(files::folders);
    files.visibleLinks(stack.layers()).forEach(files::link);
    return files;
  }

  /// What has to be read yet, by the layer it is in.
  SortedMap<Integer, List<Wish>> wishes() {
    return wishes;
  }

  /// Folders of packages behind links, whose content is not known, with the targets of the links:
  /// gaps unless they belong to packages of the system.
  SortedMap<String, String> folders() {
    return folders;
  }

  /// Links that lead nowhere, and folders of package databases behind links, whose content is not
  /// known.
  List<Gap> gaps() {
    return gaps;
  }

  private SortedMap<String, String> visibleLinks(List<LayerInventory> lowestFirst) {
    var links = new TreeMap<String, String>();
    for (int i = 0; i < lowestFirst.size(); i++) {
      int layer = i;
      lowestFirst
          .get(i)
          .symlinks()
          .forEach((path, target) -> {
            if (isOfInterest(path) && !stack.isHidden(layer, path)) {
              links.put(path, target);
            }
          });
    }
    return links;
  }

  private boolean isOfInterest(String path) {
    for (Analyzer analyzer : analyzers) {
      if (analyzer.wants(path) || analyzer.wantsFolder(path)) {
        return true;
      }
    }
    return false;
  }

  private void link(String path, String target) {
    Optional<String> real = stack.resolve(path);
    for (Analyzer analyzer : analyzers) {
      boolean isFile = analyzer.wants(path) && !analyzer.places().contains(path);
      if (isFile && real.isEmpty()) {
        gaps.add(circle(path));
      } else if (isFile) {
        promise(analyzer, path, real.get());
      }
      if (analyzer.wantsFolder(path)
          && real.filter(stack::isFolder).isPresent()
          && !packageFolder(analyzer, path)
          && !analyzer.wantsFolder(real.get())) {
        folders.put(path, target);
      }
    }
  }

  /// @return whether it is a package's own folder, not one that packages lie in
  private boolean packageFolder(Analyzer analyzer, String path) {
    boolean isOfAPackage = false;
    for (String file : analyzer.packageFiles()) {
      String wanted = path + "/" + file;
      if (analyzer.wants(wanted)) {
        isOfAPackage = true;
        stack.resolve(wanted).ifPresent(real -> promise(analyzer, wanted, real));
      }
    }
    return isOfAPackage;
  }

  private void promise(Analyzer analyzer, String path, String real) {
    if (!real.equals(path) && !analyzer.wants(real)) {
      OptionalInt layer = stack.layerOfFile(real);
      if (layer.isPresent() && promised.add(new Promised(analyzer, real))) {
        wishes
            .computeIfAbsent(layer.getAsInt(), n -> new ArrayList<>())
            .add(Wish.of(real, path, List.of(analyzer)));
      }
    }
  }

  private void places(Analyzer analyzer) {
    for (String place : analyzer.places()) {
      Optional<String> real = stack.resolve(place);
      if (real.isEmpty()) {
        gaps.add(circle(place));
      } else if (leadsNowhere(place, real.get())) {
        gaps.add(new Gap(place, 0, "not read: its link leads to where there is nothing"));
      } else {
        promise(analyzer, place, real.get());
      }
    }
  }

  /// A package database that is a link counts as being there.
  private boolean leadsNowhere(String place, String real) {
    return !real.equals(place)
        && stack.linkAt(place).isPresent()
        && stack.layerOfFile(real).isEmpty();
  }

  /// A layer's inventory knows the names of wanted files only, so that what lies in a folder that a
  /// link leads to cannot be listed any more: nobody may take it for nothing.
  private void folders(Analyzer analyzer) {
    for (String folder : analyzer.folders()) {
      String target = stack.linkAt(folder).orElse("");
      String real = stack.resolve(folder).orElse("");
      if (analyzer.wants(real + "/any")) {
        continue;
      }
      if (!target.isEmpty()) {
        gaps.add(linkedFolder(folder, target));
      } else if (stack.isFolder(real)) {
        gaps.add(new Gap(folder, 0, "not read: links above the folder lead to `" + real + "`"));
      }
    }
  }

  private static Gap circle(String path) {
    return new Gap(path, 0, "not read: its links lead around in a circle");
  }

  static Gap linkedFolder(String folder, String target) {
    return new Gap(folder, 0, "not read: the folder is a link, to `" + target + "`");
  }
}
