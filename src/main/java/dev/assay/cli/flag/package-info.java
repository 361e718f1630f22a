/// The flags of every command, each said once: its names, what it takes, its variable and its key
/// in `assay.yaml`. Command line, environment, configuration file, help, completion and
/// `docs/trivy.md` are all read off these tables.
@NullMarked
package dev.assay.cli.flag;

import org.jspecify.annotations.NullMarked;
