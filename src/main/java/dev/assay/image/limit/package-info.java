/// The bounds on what input may cost: limits by name, memory, and the cores that layers share.
@NullMarked
package dev.assay.image.limit;

import org.jspecify.annotations.NullMarked;
