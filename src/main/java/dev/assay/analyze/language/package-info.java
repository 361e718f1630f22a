/// What language package managers installed, and what their lock files promise.
@NullMarked
package dev.assay.analyze.language;

import org.jspecify.annotations.NullMarked;
