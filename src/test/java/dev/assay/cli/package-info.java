/// The command line from outside: scripts under `cli/`, real processes, and its parts.
@NullMarked
package dev.assay.cli;

import org.jspecify.annotations.NullMarked;
