/// The first minute: a sample image in a registry on loopback, scanned by the real pipeline.
@NullMarked
package dev.assay.quickstart;

import org.jspecify.annotations.NullMarked;
