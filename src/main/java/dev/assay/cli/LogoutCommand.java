package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.registry.Logins;
import java.util.List;

/// `assay logout HOST`.
final class LogoutCommand {
  static final String SUMMARY = "Forget a login";

  private LogoutCommand() {}

  static Verb verb() {
    return new Verb(
        "logout",
        SUMMARY,
        "HOST",
        List.of(new Example("Of one registry", "assay logout ghcr.io")),
        List.of(),
        List.of(),
        LogoutCommand::run);
  }

  private static int run(Invocation call) {
    String host = LoginCommand.host(call.operand("HOST"));
    boolean was = new Logins(call.settings().environment()).erase(host);
    call.console().say("", was ? "logged out of " + host : "was not logged in to " + host);
    return 0;
  }
}
