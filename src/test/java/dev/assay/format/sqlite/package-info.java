/// SQLite's file format.
@NullMarked
package dev.assay.format.sqlite;

import org.jspecify.annotations.NullMarked;
