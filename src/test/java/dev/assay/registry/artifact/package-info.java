@NullMarked
package dev.assay.registry.artifact;

import org.jspecify.annotations.NullMarked;
