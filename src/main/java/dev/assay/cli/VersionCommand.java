package dev.assay.cli;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Version;
import java.util.List;

/// `assay version`, and `assay --version`.
final class VersionCommand {
  static final String SUMMARY = "Print the version";

  /// The one flag that stands without a verb.
  static final Flag FLAG = Flag.toggle("version", "print the version").letter("v");

  private VersionCommand() {}

  static Verb verb() {
    return new Verb(
        "version",
        SUMMARY,
        "",
        List.of(),
        List.of(),
        List.of(),
        call -> {
          call.noOperands();
          call.print(Version.line());
          return 0;
        });
  }
}
