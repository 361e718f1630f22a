/// Tests of gzip as a stream.
@NullMarked
package dev.assay.format.gzip;

import org.jspecify.annotations.NullMarked;
