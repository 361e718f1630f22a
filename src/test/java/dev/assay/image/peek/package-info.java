/// Both ends of layers.
@NullMarked
package dev.assay.image.peek;

import org.jspecify.annotations.NullMarked;
