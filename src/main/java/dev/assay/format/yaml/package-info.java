/// YAML to a tree of values, within bounds.
@NullMarked
package dev.assay.format.yaml;

import org.jspecify.annotations.NullMarked;
