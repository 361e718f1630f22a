/// Inventories of an image's layers, attached to the image in its registry: whoever trusts whoever
/// signed them need not read the layers.
///
/// An OCI artifact manifest of type `application/vnd.assay.inventory.v1` whose subject is the
/// image's manifest, with a blob of type `application/vnd.assay.inventory.layer.v1` for each layer.
/// A blob is what an entry of the analysis cache is (see `dev.assay.image`). `docs/inventory.md`
/// describes both for other programs.
@NullMarked
package dev.assay.image.attached;

import org.jspecify.annotations.NullMarked;
