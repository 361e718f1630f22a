/// The contents page: every pluggable thing, in sorted lists.
@NullMarked
package dev.assay.builtin;

import org.jspecify.annotations.NullMarked;
