/// Inventories of images, attached to them in their registry: whoever trusts whoever signed one
/// need not read the image's layers.
///
/// An OCI artifact manifest of type `application/vnd.assay.inventory.v1` whose subject is the
/// image's manifest, with one blob of type `application/vnd.assay.inventory.image.v1`:
/// `ImageInventory`, a table that is written column by column so that it packs well.
/// `docs/inventory.md` describes both for other programs.
@NullMarked
package dev.assay.image.attached;

import org.jspecify.annotations.NullMarked;
