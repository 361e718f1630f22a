package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.Suggestion;
import dev.assay.failure.UsageFailure;
import java.util.List;

/// `assay completion bash|zsh|fish`.
final class CompletionCommand {
  static final String SUMMARY = "Write a completion script for a shell";
  private static final List<String> SHELLS = List.of("bash", "fish", "zsh");

  private CompletionCommand() {}

  static Verb verb() {
    return new Verb(
        "completion",
        SUMMARY,
        "bash|zsh|fish",
        List.of(
            new Example("bash, for this session", "source <(assay completion bash)"),
            new Example("zsh, for good", "assay completion zsh > \"${fpath[1]}/_assay\""),
            new Example(
                "fish, for good", "assay completion fish > ~/.config/fish/completions/assay.fish")),
        List.of(),
        List.of(),
        call -> {
          call.print(script(call.operand("shell")));
          return 0;
        });
  }

  private static String script(String shell) {
    return switch (shell) {
      case "bash" -> Completion.bash();
      case "zsh" -> Completion.zsh();
      case "fish" -> Completion.fish();
      default ->
          throw new UsageFailure(
              "unknown shell `" + shell + "`",
              Suggestion.hint(shell, SHELLS, "shells: " + String.join(", ", SHELLS)));
    };
  }
}
