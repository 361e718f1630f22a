/// Bytes on their way: files that must be read out of order, held in memory; streams that are read
/// ahead.
@NullMarked
package dev.assay.format.bytes;

import org.jspecify.annotations.NullMarked;
