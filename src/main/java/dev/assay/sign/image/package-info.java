/// Signatures and attestations of images: where they lie, in a registry or an OCI layout, and which
/// of them hold.
@NullMarked
package dev.assay.sign.image;

import org.jspecify.annotations.NullMarked;
