/// TOML to a tree of values, within bounds: a library's parse tree of a 1 MB lock file takes all of
/// the 256 MB that the program has.
@NullMarked
package dev.assay.format.toml;

import org.jspecify.annotations.NullMarked;
