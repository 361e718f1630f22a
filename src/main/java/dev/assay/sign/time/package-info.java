/// Signed timestamps: RFC 3161.
@NullMarked
package dev.assay.sign.time;

import org.jspecify.annotations.NullMarked;
