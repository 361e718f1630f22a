/// Deflate data from the middle on. `format.gzip` unpacks whole files; what starts elsewhere needs
/// the 32 KiB before it, or has to live without knowing them. Source: RFC 1951.
@NullMarked
package dev.assay.format.deflate;

import org.jspecify.annotations.NullMarked;
