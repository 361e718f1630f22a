package dev.assay.cli;

import dev.assay.failure.UsageFailure;
import java.util.List;

/// `assay db update`.
final class DbUpdateCommand {
  static final String SUMMARY = "Update";

  private DbUpdateCommand() {}

  static Verb verb() {
    return new Verb(
        "db update", SUMMARY, "", List.of(), List.of(), List.of(), DbUpdateCommand::run);
  }

  private static int run(Invocation call) {
    throw new UsageFailure("cannot run `db update`: not built yet in this version");
  }
}
