/// Bills of materials of other programs, and damaged ones.
@NullMarked
package dev.assay.sbom;

import org.jspecify.annotations.NullMarked;
