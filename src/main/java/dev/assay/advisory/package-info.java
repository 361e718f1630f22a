/// Builds, refreshes and describes the advisory database: the one room that sees feeds and database
/// together.
@NullMarked
package dev.assay.advisory;

import org.jspecify.annotations.NullMarked;
