@NullMarked
package dev.assay.image.shared;

import org.jspecify.annotations.NullMarked;
