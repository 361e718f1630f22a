/// Software bills of materials, read into the inventory that a scan of the same thing would give.
///
/// CycloneDX 1.2 to 1.6 and SPDX 2.2 and 2.3, both as JSON, and Syft's own JSON; as they are, or as
/// the predicate of an in-toto statement, with or without a DSSE envelope around it.
@NullMarked
package dev.assay.sbom;

import org.jspecify.annotations.NullMarked;
