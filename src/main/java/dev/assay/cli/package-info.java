/// The command line: one file per command, and what turns arguments into options and failures into
/// words. Commands hold no logic of their own.
@NullMarked
package dev.assay.cli;

import org.jspecify.annotations.NullMarked;
