/// Maven's project files.
@NullMarked
package dev.assay.format.maven;

import org.jspecify.annotations.NullMarked;
