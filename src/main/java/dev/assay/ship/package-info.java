/// `assay ship`: an image goes from one repository to another only when all that was asked of it
/// holds. Each thing that must be so at the destination is a `Step` that can tell whether it is so
/// already, make it so, and hold what stands there to it; the tag is the last of them.
@NullMarked
package dev.assay.ship;

import org.jspecify.annotations.NullMarked;
