package dev.assay.cli;

import dev.assay.failure.UsageFailure;
import java.util.List;

/// `assay db info`.
final class DbInfoCommand {
  static final String SUMMARY = "Info";

  private DbInfoCommand() {}

  static Verb verb() {
    return new Verb("db info", SUMMARY, "", List.of(), List.of(), List.of(), DbInfoCommand::run);
  }

  private static int run(Invocation call) {
    throw new UsageFailure("cannot run `db info`: not built yet in this version");
  }
}
