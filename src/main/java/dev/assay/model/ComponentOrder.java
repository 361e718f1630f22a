package dev.assay.model;

import java.util.Comparator;

/// The order in which an inventory lists its components. A class of its own, as a scan of an image
/// that is known needs none.
public final class ComponentOrder {
  /// By type, name, version, place, architecture, and what found it.
  public static final Comparator<Component> OF_INVENTORIES = ComponentOrder::compare;

  private ComponentOrder() {}

  /// In one step, as each step of a chain is code that a short run hardly gets compiled.
  private static int compare(Component a, Component b) {
    int order = a.type().compareTo(b.type());
    order = order != 0 ? order : a.name().compareTo(b.name());
    order = order != 0 ? order : a.version().compareTo(b.version());
    order = order != 0 ? order : a.path().compareTo(b.path());
    order = order != 0 ? order : a.architecture().compareTo(b.architecture());
    return order != 0 ? order : a.foundBy().compareTo(b.foundBy());
  }
}
