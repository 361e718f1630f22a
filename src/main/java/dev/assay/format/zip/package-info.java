/// Zip archives, read in one pass from their beginning.
@NullMarked
package dev.assay.format.zip;

import org.jspecify.annotations.NullMarked;
