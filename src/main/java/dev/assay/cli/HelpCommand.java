package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.Suggestion;
import dev.assay.failure.UsageFailure;
import java.util.List;
import java.util.Optional;

/// `assay help [COMMAND…]`.
final class HelpCommand {
  static final String SUMMARY = "Explain a command";

  private HelpCommand() {}

  static Verb verb() {
    return new Verb(
        "help",
        SUMMARY,
        "[COMMAND…]",
        List.of(new Example("What `image` can do", "assay help image")),
        List.of(),
        List.of(),
        call -> {
          call.print(text(call.operands()));
          return 0;
        });
  }

  /// Help for the verb that these words lead to.
  ///
  /// @throws UsageFailure where they lead nowhere
  static String text(List<String> words) {
    Verbs.Target target = Verbs.root();
    for (String word : words) {
      target = next(target, word);
    }
    return switch (target) {
      case Verb verb -> HelpText.of(verb);
      case Verbs.Family family -> HelpText.of(family);
    };
  }

  private static Verbs.Target next(Verbs.Target target, String word) {
    if (target instanceof Verbs.Family family) {
      return family.find(word).orElseThrow(() -> unknown(family, word)).target().get();
    }
    throw new UsageFailure("there is no command below `" + ((Verb) target).name() + "`");
  }

  /// The same where a flag stands before the word, and may have been meant to have it as its value.
  ///
  /// @param flag empty where there is none
  /// @param rest what else was typed
  static UsageFailure unknown(Verbs.Family family, String word, String flag, List<String> rest) {
    Optional<String> verb = rest.stream().filter(each -> family.find(each).isPresent()).findFirst();
    if (!flag.startsWith("-") || verb.isEmpty()) {
      return unknown(family, word);
    }
    String above = family.name().isEmpty() ? "" : family.name() + " ";
    return new UsageFailure(
        "unknown command `" + above + word + "`: `" + flag + "` stands before the command",
        "put it behind: `assay " + above + verb.get() + " " + flag + " " + word + " …`");
  }

  /// What to say about a word that is no command.
  static UsageFailure unknown(Verbs.Family family, String word) {
    String above = family.name().isEmpty() ? "" : family.name() + " ";
    boolean isPlanned =
        family.planned().contains(word)
            || (above.isEmpty() && Verbs.PLANNED_ALIASES.contains(word));
    if (isPlanned) {
      return new UsageFailure(
          "`assay " + above + word + "` is not built yet in this version",
          "`assay help` lists what is");
    }
    String usual =
        above.isEmpty() && word.contains("/")
            ? "scan an image with `assay image " + word + "`"
            : "`assay help` lists the commands";
    return new UsageFailure(
        "unknown command `" + above + word + "`", Suggestion.hint(word, family.names(), usual));
  }
}
