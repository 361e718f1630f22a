/// Stores for analyses that several machines share: a bucket, Redis, a registry. Their clients are
/// known here and in `registry.aws` alone, and loaded only where one is named. Beside them, what a
/// run puts around a cache: one for itself alone, and a thread that writes.
@NullMarked
package dev.assay.image.shared;

import org.jspecify.annotations.NullMarked;
