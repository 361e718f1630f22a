/// The package databases of distributions, and the files that say which distribution it is.
@NullMarked
package dev.assay.analyze.os;

import org.jspecify.annotations.NullMarked;
