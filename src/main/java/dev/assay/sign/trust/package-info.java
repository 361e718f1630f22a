/// Whom we trust, and from when to when: Sigstore's trusted root.
@NullMarked
package dev.assay.sign.trust;

import org.jspecify.annotations.NullMarked;
