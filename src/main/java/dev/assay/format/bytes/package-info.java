/// Bytes on their way: files that must be read out of order, held in memory; hashes beside reading.
@NullMarked
package dev.assay.format.bytes;

import org.jspecify.annotations.NullMarked;
