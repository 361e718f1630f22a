/// The advisory database: what is looked up, and the byte layout of its files.
@NullMarked
package dev.assay.advisory.db;

import org.jspecify.annotations.NullMarked;
