package dev.assay.cli;

import dev.assay.cli.flag.Flag;
import dev.assay.failure.UsageFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What picocli makes of arguments: the oracle for our own reader.
final class PicocliReader {
  private PicocliReader() {}

  /// Reads what stands behind a verb.
  ///
  /// @throws UsageFailure for a flag the verb does not take, or one without its value
  static ArgumentReader.Typed read(Verb verb, List<String> arguments) {
    CommandSpec spec = specification(verb);
    try {
      ParseResult result = new CommandLine(spec).parseArgs(spread(verb, arguments));
      Map<String, List<String>> typed = new LinkedHashMap<>();
      for (Flag flag : verb.flags()) {
        if (result.hasMatchedOption("--" + flag.name())) {
          List<String> values = result.matchedOptionValue("--" + flag.name(), List.of());
          typed.put(flag.name(), values);
        }
      }
      List<String> operands = result.matchedPositionalValue(0, List.of());
      return new ArgumentReader.Typed(typed, operands, result.hasMatchedOption("--help"));
    } catch (UnmatchedArgumentException e) {
      throw new UsageFailure("unknown " + e.getUnmatched().getFirst(), "");
    } catch (MissingParameterException e) {
      throw new UsageFailure("lacks its value", "");
    }
  }

  /// The command as picocli sees it.
  static CommandSpec specification(Verb verb) {
    CommandSpec spec = CommandSpec.create().name(verb.name());
    spec.parser()
        .abbreviatedOptionsAllowed(false)
        .abbreviatedSubcommandsAllowed(false)
        .collectErrors(false);
    // `@` starts digests and scopes, never files of arguments.
    new CommandLine(spec).setExpandAtFiles(false);
    verb.flags().forEach(flag -> spec.addOption(option(flag)));
    spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).arity("0").build());
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    return spec;
  }

  private static OptionSpec option(Flag flag) {
    List<String> names = new ArrayList<>(List.of("--" + flag.name()));
    if (!flag.names().letter().isEmpty()) {
      names.add("-" + flag.names().letter());
    }
    flag.aliases().forEach(alias -> names.add("--" + alias));
    OptionSpec.Builder option =
        OptionSpec.builder(names.toArray(String[]::new))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(flag.value().label());
    if (flag.standsAlone()) {
      option
          .arity("0..1")
          .preprocessor(
              (arguments, command, argument, info) -> standAlone(arguments, info.get("separator")));
    }
    return option.build();
  }

  /// A value belongs to such a flag only behind `=`: what follows `--quiet` is an operand.
  private static boolean standAlone(Stack<String> arguments, @Nullable Object separator) {
    if (!"=".equals(separator)) {
      arguments.push("true");
    }
    return false;
  }

  /// Short switches written together: `-qd` is `-q -d`, `-qfjson` is `-q -fjson`.
  private static String[] spread(Verb verb, List<String> arguments) {
    String switches =
        verb.flags().stream()
            .filter(Flag::standsAlone)
            .map(flag -> flag.names().letter())
            .collect(Collectors.joining());
    List<String> all = new ArrayList<>();
    boolean isOperand = false;
    for (String argument : arguments) {
      String rest = argument;
      isOperand |= argument.equals("--");
      while (!isOperand && isCluster(rest, switches)) {
        all.add(rest.substring(0, 2));
        rest = "-" + rest.substring(2);
      }
      all.add(rest);
    }
    return all.toArray(String[]::new);
  }

  private static boolean isCluster(String argument, String switches) {
    return argument.length() > 2
        && argument.charAt(0) == '-'
        && switches.indexOf(argument.charAt(1)) >= 0
        && argument.charAt(2) != '=';
  }
}
