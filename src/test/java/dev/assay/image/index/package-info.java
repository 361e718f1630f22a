@NullMarked
package dev.assay.image.index;

import org.jspecify.annotations.NullMarked;
