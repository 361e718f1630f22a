package dev.assay.cli;

import dev.assay.cli.flag.Flag;

/// `assay --version`, the one flag that stands without a verb.
final class VersionFlag {
  static final Flag VERSION = Flag.toggle("version", "print the version").letter("v");

  private VersionFlag() {}
}
