/// Rust's crates in source trees.
@NullMarked
package dev.assay.analyze.language.rust;

import org.jspecify.annotations.NullMarked;
