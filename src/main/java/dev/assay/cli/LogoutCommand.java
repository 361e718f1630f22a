package dev.assay.cli;

import dev.assay.failure.UsageFailure;
import java.util.List;

/// `assay logout HOST`.
final class LogoutCommand {
  static final String SUMMARY = "Log out of a registry";

  private LogoutCommand() {}

  static Verb verb() {
    return new Verb("logout", SUMMARY, "HOST", List.of(), List.of(), List.of(), LogoutCommand::run);
  }

  private static int run(Invocation call) {
    throw new UsageFailure("cannot run `logout`: not built yet in this version");
  }
}
