/// Stores for analyses that several machines share: a bucket, Redis, a registry. Their clients are
/// known here and in `registry.aws` alone, and loaded only where one is named.
@NullMarked
package dev.assay.image.shared;

import org.jspecify.annotations.NullMarked;
