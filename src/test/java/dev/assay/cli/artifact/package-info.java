@NullMarked
package dev.assay.cli.artifact;

import org.jspecify.annotations.NullMarked;
