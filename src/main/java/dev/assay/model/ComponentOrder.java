package dev.assay.model;

import java.util.Comparator;

/// The order in which an inventory lists its components. A class of its own, as a scan of an image
/// that is known needs none.
public final class ComponentOrder {
  /// By type, name, version, place, architecture, and what found it.
  public static final Comparator<Component> OF_INVENTORIES =
      KeyOrder.by(Component::type)
          .thenComparing(Component::name)
          .thenComparing(Component::version)
          .thenComparing(Component::path)
          .thenComparing(Component::architecture)
          .thenComparing(Component::foundBy);

  private ComponentOrder() {}
}
