/// A layer's bytes to its entries in one pass, and the layers of an image laid over each other.
@NullMarked
package dev.assay.image;

import org.jspecify.annotations.NullMarked;
