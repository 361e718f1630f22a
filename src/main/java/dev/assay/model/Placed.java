package dev.assay.model;

import java.util.Optional;

/// A component and the layer that brought it.
///
/// @param component what
/// @param layer where; empty outside of images
public record Placed(Component component, Optional<Layer> layer) {}
