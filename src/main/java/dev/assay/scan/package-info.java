/// The pipeline from a reference to an exit code, and what it can be told: the only room where
/// registry, analysis, database, policy and reports meet.
@NullMarked
package dev.assay.scan;

import org.jspecify.annotations.NullMarked;
