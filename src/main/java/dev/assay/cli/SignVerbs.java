package dev.assay.cli;

import dev.assay.cli.flag.Settings;
import dev.assay.cli.sign.ConformanceCommand;
import dev.assay.cli.sign.SignCall;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The verbs that sign and verify: their names and examples, and what they are given to work with.
final class SignVerbs {
  private SignVerbs() {}

  /// What Sigstore's conformance suite calls; help does not show it.
  static Verbs.Family conformance() {
    return new Verbs.Family(
        "sigstore-conformance",
        "What Sigstore's conformance suite calls",
        List.of(
            new Verbs.Entry(
                List.of("verify-bundle"),
                "Verify a bundle",
                () ->
                    new Verb(
                        "sigstore-conformance verify-bundle",
                        "Verify a bundle",
                        "FILE|sha256:HEX",
                        List.of(),
                        ConformanceCommand.FLAGS,
                        List.of(),
                        call -> ConformanceCommand.verify(new Given(call))))),
        List.of());
  }

  /// An invocation, as the other package sees it.
  private record Given(Invocation call) implements SignCall {
    @Override
    public Settings settings() {
      return call.settings();
    }

    @Override
    public List<String> operands() {
      return call.operands();
    }

    @Override
    public void print(String text) throws IOException {
      call.print(text);
    }

    @Override
    public void say(String line) {
      call.console().say("", line);
    }

    @Override
    public Progress progress() {
      return call.progress();
    }

    @Override
    public Http open(List<String> hosts) {
      return Connections.open(hosts, call);
    }

    @Override
    public Optional<String> secret(String question) {
      return Terminal.canAsk(settings().environment())
          ? Optional.of(Terminal.askSecret(question))
          : Optional.empty();
    }

    @Override
    public byte[] input(int most) throws IOException {
      return call.console().in().readNBytes(most);
    }

    @Override
    public String operand(String label) {
      return call.operand(label);
    }

    @Override
    public String help() {
      return "see `assay help " + call.verb().name() + "`";
    }
  }
}
