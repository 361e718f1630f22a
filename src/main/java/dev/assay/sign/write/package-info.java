/// Making signatures: statements, bundles, and the manifests that carry them into a registry.
@NullMarked
package dev.assay.sign.write;

import org.jspecify.annotations.NullMarked;
