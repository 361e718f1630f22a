/// Benchmarks of the hot paths, on data that they make themselves.
@NullMarked
package dev.assay.bench;

import org.jspecify.annotations.NullMarked;
