/// OCI distribution: references to bytes. One small class for each endpoint.
@NullMarked
package dev.assay.registry;

import org.jspecify.annotations.NullMarked;
