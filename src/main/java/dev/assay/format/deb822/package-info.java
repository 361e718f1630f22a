/// The stanzas of `Field: value` lines that Debian's tools keep their data in.
@NullMarked
package dev.assay.format.deb822;

import org.jspecify.annotations.NullMarked;
