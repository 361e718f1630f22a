/// The commands about what belongs to an image: attach, discover, fetch, tree, copy.
@NullMarked
package dev.assay.cli.artifact;

import org.jspecify.annotations.NullMarked;
