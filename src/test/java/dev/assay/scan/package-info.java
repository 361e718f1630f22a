/// Whole runs of the program, from its arguments to its exit code.
@NullMarked
package dev.assay.scan;

import org.jspecify.annotations.NullMarked;
