/// Texts of the Python packaging specifications.
@NullMarked
package dev.assay.format.python;

import org.jspecify.annotations.NullMarked;
