package dev.assay.image;

import dev.assay.model.Evidence;
import dev.assay.model.LayerInventory;
import dev.assay.model.Rung;

/// What was learnt from a layer, and how.
///
/// @param note why it was not read in a cheaper way, for the receipt
record LayerRead(
    LayerInventory inventory, Evidence.LayerEvidence evidence, Rung rung, String note) {}
