/// `assay ship`: from flags to the room that does it.
@NullMarked
package dev.assay.cli.ship;

import org.jspecify.annotations.NullMarked;
