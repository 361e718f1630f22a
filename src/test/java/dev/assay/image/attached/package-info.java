/// Tests of inventories that are attached to images.
@NullMarked
package dev.assay.image.attached;

import org.jspecify.annotations.NullMarked;
