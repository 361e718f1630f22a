/// Tests of zstd as a stream.
@NullMarked
package dev.assay.format.zstd;

import org.jspecify.annotations.NullMarked;
