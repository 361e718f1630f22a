/// Tests with images that real tools have signed, and with forgeries of ours.
@NullMarked
package dev.assay.sign.image;

import org.jspecify.annotations.NullMarked;
