package dev.assay.cli;

import dev.assay.failure.UsageFailure;
import java.util.List;

/// `assay login HOST`.
final class LoginCommand {
  static final String SUMMARY = "Log in to a registry";

  private LoginCommand() {}

  static Verb verb() {
    return new Verb("login", SUMMARY, "HOST", List.of(), List.of(), List.of(), LoginCommand::run);
  }

  private static int run(Invocation call) {
    throw new UsageFailure("cannot run `login`: not built yet in this version");
  }
}
