package dev.assay.scan;

import dev.assay.format.text.Glob;
import dev.assay.model.Component;
import dev.assay.model.Inventory;
import dev.assay.model.Placed;
import dev.assay.scan.ScanOptions.Analysis;
import dev.assay.scan.ScanOptions.PackageKind;
import java.util.ArrayList;
import java.util.List;

/// Which components of an inventory the user asked about. It applies to what was found, so that one
/// cached analysis serves every choice.
final class Selection {
  private final List<PackageKind> kinds;
  private final List<Glob> skippedFolders;
  private final List<Glob> skippedFiles;
  private final boolean hasDevelopment;

  Selection(Analysis analysis) {
    this.kinds = analysis.packageKinds();
    this.skippedFolders = analysis.skipFolders().stream().map(Glob::parse).toList();
    this.skippedFiles = analysis.skipFiles().stream().map(Glob::parse).toList();
    this.hasDevelopment = analysis.includeDevDependencies();
  }

  Inventory of(Inventory inventory) {
    return new Inventory(
        inventory.operatingSystem(),
        wanted(inventory.components()),
        inventory.gaps().stream().filter(gap -> !isSkipped(gap.path())).toList());
  }

  /// A plain loop: thousands are asked for before anything is compiled.
  private List<Placed> wanted(List<Placed> components) {
    List<Placed> wanted = new ArrayList<>(components.size());
    for (Placed placed : components) {
      if (isWanted(placed)) {
        wanted.add(placed);
      }
    }
    return wanted;
  }

  private boolean isWanted(Placed placed) {
    Component component = placed.component();
    PackageKind kind = component.type().isSystem() ? PackageKind.OS : PackageKind.LIBRARY;
    return kinds.contains(kind)
        && (hasDevelopment || !component.isDevelopment())
        && !isSkipped(component.path());
  }

  private boolean isSkipped(String path) {
    if (skippedFiles.isEmpty() && skippedFolders.isEmpty()) {
      return false;
    }
    if (skippedFiles.stream().anyMatch(glob -> glob.matches(path))) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String folder = path.substring(0, slash);
      if (skippedFolders.stream().anyMatch(glob -> glob.matches(folder))) {
        return true;
      }
    }
    return false;
  }
}
