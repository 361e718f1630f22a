@NullMarked
package dev.assay.failure;

import org.jspecify.annotations.NullMarked;
