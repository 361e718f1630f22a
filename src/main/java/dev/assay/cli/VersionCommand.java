package dev.assay.cli;

import dev.assay.cli.flag.Version;
import java.util.List;

/// `assay version`.
final class VersionCommand {
  static final String SUMMARY = "Print the version";

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
