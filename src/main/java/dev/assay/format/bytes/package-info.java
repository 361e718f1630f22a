/// Files that must be read out of order, held in memory.
@NullMarked
package dev.assay.format.bytes;

import org.jspecify.annotations.NullMarked;
