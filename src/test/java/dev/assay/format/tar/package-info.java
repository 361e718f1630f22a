/// Tests of the tar reader, held against GNU tar and commons-compress.
@NullMarked
package dev.assay.format.tar;

import org.jspecify.annotations.NullMarked;
