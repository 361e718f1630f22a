/// Tests of layers and of what they come to together.
@NullMarked
package dev.assay.image;

import org.jspecify.annotations.NullMarked;
