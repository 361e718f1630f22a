package dev.assay.cli;

import dev.assay.builtin.BuiltIns;
import dev.assay.cli.flag.Flag;
import dev.assay.report.ReportWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Completion scripts, written from the tables of verbs and flags. They ask nothing of the program
/// while someone types, so that a key press costs no start of it.
final class Completion {
  /// The part that bash and zsh share: which verb the words so far lead to, what may follow it, and
  /// what a flag takes. `@D` and `@F` stand for folders and files.
  private static final String TABLES =
      """
      _assay_verb() {
        local verb= word
        for word in "$@"; do
          case "$verb:$word" in
      @VERBS@    esac
        done
        echo "$verb"
      }

      _assay_words() {
        case "$1" in
      @WORDS@  esac
      }

      _assay_values() {
        case "$1" in
      @VALUES@  esac
      }
      """;

  private static final String BASH =
      """
      # bash completion for assay
      @TABLES@
      _assay() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb values before=
        if [[ $cur == = ]]; then cur=; prev=${COMP_WORDS[COMP_CWORD-1]}
        elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
        COMPREPLY=()
        values=$(_assay_values "$prev")
        case $values in
          @D) COMPREPLY=($(compgen -d -- "$cur")); return ;;
          @F) COMPREPLY=($(compgen -f -- "$cur")); return ;;
          ?*)
            if [[ $cur == *,* ]]; then before=${cur%,*},; cur=${cur##*,}; fi
            COMPREPLY=($(compgen -P "$before" -W "$values" -- "$cur")); return ;;
        esac
        verb=$(_assay_verb "${COMP_WORDS[@]:1:COMP_CWORD-1}")
        if [[ $cur == -* ]]; then
          COMPREPLY=($(compgen -W "$(_assay_words "-$verb")" -- "$cur"))
        else
          COMPREPLY=($(compgen -W "$(_assay_words "$verb")" -- "$cur"))
          if [[ $verb == fs || $verb == rootfs ]]; then COMPREPLY+=($(compgen -f -- "$cur")); fi
        fi
      }
      complete -o filenames -F _assay assay
      """;

  private static final String ZSH =
      """
      #compdef assay
      @TABLES@
      _assay() {
        local cur=$words[CURRENT] prev=$words[CURRENT-1] verb values
        if [[ $cur == --*=* ]]; then prev=${cur%%=*}; compset -P '*='; fi
        values=$(_assay_values "$prev")
        case $values in
          @D) _files -/; return ;;
          @F) _files; return ;;
          ?*) compset -P '*,'; compadd -- ${=values}; return ;;
        esac
        verb=$(_assay_verb ${words[2,CURRENT-1]})
        if [[ $cur == -* ]]; then
          compadd -- ${=$(_assay_words "-$verb")}
        else
          compadd -- ${=$(_assay_words "$verb")}
          if [[ $verb == fs || $verb == rootfs ]]; then _files; fi
        fi
      }
      if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _assay "$@"; else compdef _assay assay; fi
      """;

  private Completion() {}

  static String bash() {
    return BASH.replace("@TABLES@", tables());
  }

  static String zsh() {
    return ZSH.replace("@TABLES@", tables());
  }

  private static String tables() {
    StringBuilder steps = new StringBuilder();
    StringBuilder words = new StringBuilder();
    Set<Flag> flags = new LinkedHashSet<>();
    each(
        Verbs.root(),
        (names, target) -> {
          String path = names.getFirst();
          words.append(arm(path, following(target)));
          words.append(arm("-" + path, flagWords(target)));
          if (target instanceof Verb verb) {
            flags.addAll(visible(verb));
          }
          if (!path.isEmpty()) {
            String above = above(path);
            String patterns =
                names.stream()
                    .map(name -> "'" + above + ":" + last(name) + "'")
                    .collect(Collectors.joining("|"));
            steps
                .append("      ")
                .append(patterns)
                .append(") verb='")
                .append(path)
                .append("' ;;\n");
          }
        });
    StringBuilder values = new StringBuilder();
    for (Flag flag : flags) {
      if (!values(flag).isEmpty()) {
        String letter = flag.names().letter();
        String name = flag + (letter.isEmpty() ? "" : "'|'-" + letter);
        values.append(arm(name, values(flag)));
      }
    }
    return TABLES.replace("@VERBS@", steps).replace("@WORDS@", words).replace("@VALUES@", values);
  }

  private static String arm(String pattern, String words) {
    return "    '" + pattern + "') echo '" + words + "' ;;\n";
  }

  /// Every verb with its paths, the program itself first as the empty path.
  private static void each(Verbs.Family family, BiConsumer<List<String>, Verbs.Target> visitor) {
    visitor.accept(List.of(family.name()), family);
    String above = family.name().isEmpty() ? "" : family.name() + " ";
    for (Verbs.Entry entry : family.entries()) {
      List<String> paths = entry.names().stream().map(name -> above + name).toList();
      switch (entry.target().get()) {
        case Verb verb -> visitor.accept(paths, verb);
        case Verbs.Family below -> each(below, visitor);
      }
    }
  }

  private static String above(String path) {
    return path.contains(" ") ? path.substring(0, path.lastIndexOf(' ')) : "";
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  private static String following(Verbs.Target target) {
    return switch (target) {
      case Verbs.Family family -> String.join(" ", family.names());
      case Verb verb ->
          switch (verb.name()) {
            case "completion" -> "bash fish zsh";
            case "help" -> String.join(" ", Verbs.root().names());
            default -> "";
          };
    };
  }

  private static String flagWords(Verbs.Target target) {
    List<String> words = new ArrayList<>(List.of("--help"));
    switch (target) {
      case Verb verb -> visible(verb).forEach(flag -> words.add(flag.toString()));
      case Verbs.Family family -> {
        if (family.name().isEmpty()) {
          words.add("--version");
        }
      }
    }
    return String.join(" ", new TreeSet<>(words));
  }

  private static Set<Flag> visible(Verb verb) {
    Set<Flag> flags = new LinkedHashSet<>();
    verb.shown().forEach(group -> flags.addAll(group.flags()));
    return flags;
  }

  private static String values(Flag flag) {
    if (flag.name().equals("format")) {
      return BuiltIns.reportWriters().stream()
          .map(ReportWriter::format)
          .sorted()
          .collect(Collectors.joining(" "));
    }
    if (!flag.value().words().isEmpty()) {
      return String.join(" ", flag.value().words());
    }
    return switch (flag.value().label()) {
      case "DIR" -> "@D";
      case "FILE" -> flag.kind() == Flag.Kind.OPTIONAL ? "" : "@F";
      default -> "";
    };
  }

  static String fish() {
    StringBuilder text = new StringBuilder("# fish completion for assay\n");
    text.append("complete -c assay -f\n");
    text.append("complete -c assay -n __fish_use_subcommand -l version -d 'Print the version'\n");
    each(
        Verbs.root(),
        (names, target) -> {
          switch (target) {
            case Verbs.Family family -> fishVerbs(text, family);
            case Verb verb -> visible(verb).forEach(flag -> fishFlag(text, names, flag));
          }
        });
    return text.toString();
  }

  private static void fishVerbs(StringBuilder text, Verbs.Family family) {
    String below = String.join(" ", family.names());
    String condition =
        family.name().isEmpty()
            ? "__fish_use_subcommand"
            : "'__fish_seen_subcommand_from "
                + family.name()
                + "; and not __fish_seen_subcommand_from "
                + below
                + "'";
    for (Verbs.Entry entry : family.entries()) {
      text.append("complete -c assay -n ").append(condition).append(" -a ");
      text.append(entry.names().getFirst()).append(" -d ").append(quoted(entry.summary()));
      text.append("\n");
    }
  }

  private static void fishFlag(StringBuilder text, List<String> names, Flag flag) {
    String above = above(names.getFirst());
    String seen =
        (above.isEmpty() ? "" : "__fish_seen_subcommand_from " + above + "; and ")
            + "__fish_seen_subcommand_from "
            + names.stream().map(Completion::last).collect(Collectors.joining(" "));
    text.append("complete -c assay -n '").append(seen).append("' -l ").append(flag.name());
    if (!flag.names().letter().isEmpty()) {
      text.append(" -s ").append(flag.names().letter());
    }
    String values = values(flag);
    if (values.startsWith("@")) {
      text.append(" -rF");
    } else if (!values.isEmpty()) {
      text.append(" -x -a ").append(quoted(values));
    } else if (!flag.standsAlone()) {
      text.append(" -x");
    }
    text.append(" -d ").append(quoted(flag.text())).append("\n");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
