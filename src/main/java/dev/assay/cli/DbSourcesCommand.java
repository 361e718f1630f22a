package dev.assay.cli;

import dev.assay.failure.UsageFailure;
import java.util.List;

/// `assay db sources`.
final class DbSourcesCommand {
  static final String SUMMARY = "Sources";

  private DbSourcesCommand() {}

  static Verb verb() {
    return new Verb(
        "db sources", SUMMARY, "", List.of(), List.of(), List.of(), DbSourcesCommand::run);
  }

  private static int run(Invocation call) {
    throw new UsageFailure("cannot run `db sources`: not built yet in this version");
  }
}
