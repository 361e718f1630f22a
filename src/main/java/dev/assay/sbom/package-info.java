/// Software bills of materials: written from an inventory, and read into the inventory that a scan
/// of the same thing would give. Each writer asks its reader what it makes of a component, and adds
/// what is missing as facts.
///
/// Read: CycloneDX 1.2 to 1.6 (JSON, XML), SPDX 2.2 and 2.3 (JSON, tag-value) and Syft's own JSON;
/// as they are, or as the predicate of an in-toto statement, with or without a DSSE envelope around
/// it. Written: CycloneDX 1.4 to 1.6 and SPDX 2.3, in the same forms.
@NullMarked
package dev.assay.sbom;

import org.jspecify.annotations.NullMarked;
