@NullMarked
package dev.assay.registry;

import org.jspecify.annotations.NullMarked;
