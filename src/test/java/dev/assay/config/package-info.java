/// Configuration files, good and hostile.
@NullMarked
package dev.assay.config;

import org.jspecify.annotations.NullMarked;
