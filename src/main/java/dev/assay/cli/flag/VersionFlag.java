package dev.assay.cli.flag;

/// `assay --version`, the one flag that stands without a verb.
public final class VersionFlag {
  public static final Flag VERSION = Flag.toggle("version", "print the version").letter("v");

  private VersionFlag() {}
}
