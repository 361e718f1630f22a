package dev.assay.image;

import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.LayerInventory;

/// How many bytes of memory things take, roughly.
public final class Weight {
  /// A path in a map, beside its characters.
  static final int PATH = 120;

  private static final int LIST_ITEM = 48;

  private Weight() {}

  static long ofPath(String path) {
    return (long) PATH + path.length();
  }

  /// What is learnt from a file.
  public static long of(FileFacts file) {
    long sum = ofPath(file.path());
    for (Component component : file.components()) {
      sum += component.roughBytes();
    }
    for (String owned : file.owned()) {
      sum += LIST_ITEM + owned.length();
    }
    for (String repository : file.repositories()) {
      sum += LIST_ITEM + repository.length();
    }
    return sum;
  }

  /// What is learnt from a layer.
  public static long of(LayerInventory layer) {
    long sum = 8L * (layer.others().size() + layer.folders().size());
    for (FileFacts file : layer.files().values()) {
      sum += of(file);
    }
    for (var link : layer.symlinks().entrySet()) {
      sum += ofPath(link.getKey()) + link.getValue().length();
    }
    for (String path : layer.whiteouts()) {
      sum += ofPath(path);
    }
    for (String path : layer.opaqueFolders()) {
      sum += ofPath(path);
    }
    return sum;
  }
}
