package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.registry.Credential;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.Logins;
import dev.assay.registry.Registry;
import dev.assay.scan.ScanOptions.Login;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `assay login HOST`.
final class LoginCommand {
  static final String SUMMARY = "Log in to a registry";

  private static final Flag USERNAME = RegistryFlags.USERNAME.letter("u");
  private static final Flag PASSWORD = RegistryFlags.PASSWORD.letter("p");

  private LoginCommand() {}

  static Verb verb() {
    return new Verb(
        "login",
        SUMMARY,
        "HOST",
        List.of(
            new Example(
                "The password from standard input, so that nobody sees it",
                "echo \"$TOKEN\" | assay login ghcr.io --username me --password-stdin"),
            new Example("Ask for both", "assay login ghcr.io")),
        List.of(new FlagGroup("Login", List.of(USERNAME, PASSWORD, RegistryFlags.PASSWORD_STDIN))),
        List.of(),
        LoginCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    String host = host(call.operand("HOST"));
    Credential.Basic login = login(call);
    call.settings().warnings().forEach(call.progress()::warn);
    // A login that does not work is told now, and not by some later command.
    try (Http http = Connections.open(List.of(host), call)) {
      new Registry(http, only(host, login)).ping(host);
    }
    String where = new Logins(call.settings().environment()).store(host, login);
    call.console().say("", "logged in to " + host + " (kept in " + where + ")");
    return 0;
  }

  private static CredentialSource only(String host, Credential.Basic login) {
    return asked -> asked.equals(host) ? Optional.of(login) : Optional.empty();
  }

  /// The registry's name as references have it, from what people type: `https://ghcr.io/` too.
  ///
  /// @throws UsageFailure where it is none
  static String host(String typed) {
    String host = typed.replaceFirst("^https?://", "").replaceFirst("/(v[12]/?)?$", "");
    ImageRef ref = ImageRef.parse(host + "/name");
    boolean isHub = ref.host().equals("docker.io") && host.endsWith("docker.io");
    if (!isHub && !ref.host().equals(host)) {
      throw new UsageFailure(
          "cannot read registry `" + typed + "`", "write it as HOST or HOST:PORT: ghcr.io");
    }
    return ref.host();
  }

  private static Credential.Basic login(Invocation call) {
    Settings settings = call.settings();
    boolean asks = Terminal.canAsk(settings.environment());
    if (settings.list(USERNAME).isEmpty() && asks) {
      String name = Terminal.ask("user name: ");
      return new Credential.Basic(name, Terminal.askSecret("password: "));
    }
    boolean lacksPassword =
        settings.list(PASSWORD).isEmpty() && !settings.isOn(RegistryFlags.PASSWORD_STDIN);
    if (settings.list(USERNAME).size() == 1 && lacksPassword && asks) {
      return new Credential.Basic(
          settings.list(USERNAME).getFirst(), Terminal.askSecret("password: "));
    }
    List<Login> said = RegistryFlags.read(settings, call::passwordFromStdin).logins();
    if (said.size() != 1) {
      throw new UsageFailure(
          "`assay login` needs one user name and its password",
          "give `--username NAME --password-stdin`");
    }
    return new Credential.Basic(said.getFirst().username(), said.getFirst().password());
  }
}
