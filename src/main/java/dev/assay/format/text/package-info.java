/// Lines of text out of bytes that nobody vouches for.
@NullMarked
package dev.assay.format.text;

import org.jspecify.annotations.NullMarked;
