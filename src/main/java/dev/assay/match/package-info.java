/// Which advisories hold for which component.
@NullMarked
package dev.assay.match;

import org.jspecify.annotations.NullMarked;
