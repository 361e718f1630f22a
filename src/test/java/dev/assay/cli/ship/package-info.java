@NullMarked
package dev.assay.cli.ship;

import org.jspecify.annotations.NullMarked;
