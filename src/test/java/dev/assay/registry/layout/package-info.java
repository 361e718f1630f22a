@NullMarked
package dev.assay.registry.layout;

import org.jspecify.annotations.NullMarked;
