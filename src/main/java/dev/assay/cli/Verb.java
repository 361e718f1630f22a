package dev.assay.cli;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One command: what help says about it, what it takes, and what it does.
///
/// @param name as typed, with the verb above it: `db build`
/// @param summary one line
/// @param operands what stands behind the flags, such as `REF…`; empty where nothing may
/// @param examples shown first
/// @param groups its own flags, in the order of help
/// @param hidden flags it takes that help does not show
/// @param action runs it
record Verb(
    String name,
    String summary,
    String operands,
    List<Example> examples,
    List<FlagGroup> groups,
    List<Flag> hidden,
    Action action)
    implements Verbs.Target {
  Verb {
    examples = List.copyOf(examples);
    groups = List.copyOf(groups);
    hidden = List.copyOf(hidden);
  }

  /// A command line and what it is good for.
  record Example(String purpose, String line) {}

  /// Runs the command.
  @FunctionalInterface
  interface Action {
    /// @return the exit code
    /// @throws IOException where bytes did not arrive
    int run(Invocation call) throws IOException;
  }

  /// The groups that help shows.
  List<FlagGroup> shown() {
    List<FlagGroup> all = new ArrayList<>(groups);
    all.add(GlobalFlags.GROUP);
    return all;
  }

  /// Every flag it takes, each once.
  Set<Flag> flags() {
    Set<Flag> flags = new LinkedHashSet<>();
    shown().forEach(group -> flags.addAll(group.flags()));
    flags.addAll(hidden);
    return flags;
  }
}
