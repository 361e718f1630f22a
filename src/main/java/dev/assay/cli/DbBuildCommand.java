package dev.assay.cli;

import dev.assay.failure.UsageFailure;
import java.util.List;

/// `assay db build`.
final class DbBuildCommand {
  static final String SUMMARY = "Build";

  private DbBuildCommand() {}

  static Verb verb() {
    return new Verb("db build", SUMMARY, "", List.of(), List.of(), List.of(), DbBuildCommand::run);
  }

  private static int run(Invocation call) {
    throw new UsageFailure("cannot run `db build`: not built yet in this version");
  }
}
