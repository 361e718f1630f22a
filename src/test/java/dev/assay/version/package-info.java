@NullMarked
package dev.assay.version;

import org.jspecify.annotations.NullMarked;
