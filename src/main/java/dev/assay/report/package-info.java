/// One file per output format; each writes a finished `Report` and nothing else.
@NullMarked
package dev.assay.report;

import org.jspecify.annotations.NullMarked;
