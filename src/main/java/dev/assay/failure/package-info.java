/// Why a run stops, and the exit code that says so.
@NullMarked
package dev.assay.failure;

import org.jspecify.annotations.NullMarked;
