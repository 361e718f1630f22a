/// Go's modules in source trees.
@NullMarked
package dev.assay.analyze.language.golang;

import org.jspecify.annotations.NullMarked;
