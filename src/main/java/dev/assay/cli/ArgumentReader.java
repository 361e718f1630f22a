package dev.assay.cli;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Suggestion;
import dev.assay.failure.UsageFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Arguments to values, from our own tables. What a library needs to be told about a hundred flags
/// takes longer than all that a scan of a known image does; a test holds this against picocli.
final class ArgumentReader {
  private static final String END_OF_FLAGS = "--";

  private final Verb verb;
  private final Map<String, Flag> byName = new HashMap<>();
  private final Map<String, List<String>> values = new HashMap<>();
  private final List<String> operands = new ArrayList<>();
  private final Deque<String> left;
  private String firstUnknown = "";
  private boolean wantsHelp;

  private ArgumentReader(Verb verb, List<String> arguments) {
    this.verb = verb;
    this.left = new ArrayDeque<>(arguments);
    for (Flag flag : verb.flags()) {
      byName.put("--" + flag.name(), flag);
      flag.aliases().forEach(alias -> byName.put("--" + alias, flag));
      if (!flag.names().letter().isEmpty()) {
        byName.put("-" + flag.names().letter(), flag);
      }
    }
  }

  /// What stood on the command line.
  ///
  /// @param typed by flag name, as typed; a switch without a value is `true`
  record Typed(Map<String, List<String>> typed, List<String> operands, boolean wantsHelp) {}

  /// Reads what stands behind a verb.
  ///
  /// @throws UsageFailure for a flag the verb does not take, or one without its value
  static Typed read(Verb verb, List<String> arguments) {
    return new ArgumentReader(verb, arguments).read();
  }

  private Typed read() {
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      if (argument.equals(END_OF_FLAGS)) {
        operands.addAll(left);
        break;
      }
      if (argument.length() < 2 || argument.charAt(0) != '-') {
        operands.add(argument);
      } else if (argument.charAt(1) == '-') {
        longFlag(argument);
      } else {
        letters(argument);
      }
    }
    if (!firstUnknown.isEmpty() && !wantsHelp) {
      throw unknown(firstUnknown, verb);
    }
    Map<String, List<String>> typed = new LinkedHashMap<>();
    for (Flag flag : verb.flags()) {
      if (values.containsKey(flag.name())) {
        typed.put(flag.name(), values.get(flag.name()));
      }
    }
    return new Typed(typed, operands, wantsHelp);
  }

  private void longFlag(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    Flag flag = byName.get(name);
    if (flag != null) {
      take(flag, equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1)));
    } else if (argument.equals("--help")) {
      wantsHelp = true;
    } else {
      noteUnknown(argument);
    }
  }

  /// Short switches may be written together: `-qd` is `-q -d`, `-qfjson` is `-q -f json`.
  private void letters(String argument) {
    String name = argument.substring(0, 2);
    String rest = argument.substring(2);
    Flag flag = byName.get(name);
    if (flag == null && !name.equals("-h")) {
      noteUnknown(argument);
    } else if (rest.startsWith("=") && flag != null) {
      take(flag, Optional.of(rest.substring(1)));
    } else if (flag != null && !flag.standsAlone()) {
      take(flag, rest.isEmpty() ? Optional.empty() : Optional.of(rest));
    } else {
      if (flag == null) {
        wantsHelp = true;
      } else {
        take(flag, Optional.empty());
      }
      if (!rest.isEmpty()) {
        left.addFirst("-" + rest);
      }
    }
  }

  /// A value belongs to a switch only behind `=`: what follows `--quiet` is an operand.
  private void take(Flag flag, Optional<String> attached) {
    String value = attached.orElseGet(() -> flag.standsAlone() ? "true" : next(flag));
    values.computeIfAbsent(flag.name(), name -> new ArrayList<>()).add(value);
  }

  private String next(Flag flag) {
    if (left.isEmpty() || isFlag(left.getFirst())) {
      throw new UsageFailure(
          "flag `--" + flag.name() + "` lacks its value: " + flag.value().label(),
          "see `assay help " + verb.name() + "`");
    }
    return left.removeFirst();
  }

  /// Whether it is a flag of the verb, so that it cannot be meant as a value.
  private boolean isFlag(String argument) {
    int equals = argument.indexOf('=');
    String name = equals > 0 ? argument.substring(0, equals) : argument;
    return argument.equals(END_OF_FLAGS)
        || isName(name)
        || (argument.length() > 2 && isName(argument.substring(0, 2)));
  }

  private boolean isName(String name) {
    return byName.containsKey(name) || name.equals("-h") || name.equals("--help");
  }

  private void noteUnknown(String argument) {
    if (firstUnknown.isEmpty()) {
      firstUnknown = argument;
    }
  }

  private static UsageFailure unknown(String argument, Verb verb) {
    String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    String bare = name.replaceFirst("^-+", "");
    List<String> known = new ArrayList<>(List.of("help"));
    verb.flags().forEach(flag -> known.add(flag.name()));
    List<String> takers = Verbs.takers(bare);
    String hint =
        takers.isEmpty()
            ? Suggestion.nearest(bare, known)
                .map(word -> "did you mean `--" + word + "`?")
                .orElse(
                    "see `assay help" + (verb.name().equals("help") ? "" : " " + verb.name()) + "`")
            : "it belongs to `assay " + String.join("` and `assay ", takers) + "`";
    return new UsageFailure(
        takers.isEmpty()
            ? "unknown flag `" + name + "`"
            : "`assay " + verb.name() + "` does not take flag `" + name + "`",
        hint);
  }
}
