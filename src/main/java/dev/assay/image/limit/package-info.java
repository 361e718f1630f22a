/// The bounds on what hostile input may cost, by name.
@NullMarked
package dev.assay.image.limit;

import org.jspecify.annotations.NullMarked;
