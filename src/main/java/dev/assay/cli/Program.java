package dev.assay.cli;

import dev.assay.cli.ArgumentReader.Typed;
import dev.assay.cli.TerminalProgress.Loudness;
import dev.assay.cli.flag.AllFlags;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.Version;
import dev.assay.config.ConfigFile;
import dev.assay.failure.ExitCode;
import dev.assay.failure.Failure;
import dev.assay.failure.UsageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From arguments to an exit code: finds the verb, reads its flags, runs it, and turns what stops
/// it into words.
public final class Program {
  private static final Path CONFIG = Path.of("assay.yaml");
  private final Console console;

  public Program(Console console) {
    this.console = console;
  }

  /// Runs one command line.
  ///
  /// @return the exit code; nothing is thrown
  public int run(List<String> arguments) {
    boolean isDebugging = isDebugging(arguments);
    try {
      ImageCommand.prepare(arguments);
      int code = dispatch(arguments);
      console.out().flush();
      return code;
    } catch (Failure e) {
      complain(String.valueOf(e.getMessage()), e.advice());
      trace(e, isDebugging);
      return e.exitCode().code();
    } catch (IOException e) {
      IoProblem problem = IoProblem.of(e);
      complain("cannot go on: " + problem.reason(), problem.hint());
      trace(e, isDebugging);
      return ExitCode.REMOTE.code();
    } catch (OutOfMemoryError e) {
      outOfMemory();
      trace(e, isDebugging);
      return ExitCode.BUG.code();
    } catch (RuntimeException | Error e) {
      console.say("error", "this is a bug in assay " + Version.number());
      console.say("hint", "report it together with what follows");
      trace(e, true);
      return ExitCode.BUG.code();
    }
  }

  /// Not once the process has been told to stop: what fails then fails because of that.
  private void complain(String error, String hint) {
    if (!console.cleanup().hasRun()) {
      console.say("error", error);
      console.say("hint", hint);
    }
  }

  /// The launcher's heap is to be enough; one that was asked for need not be.
  private void outOfMemory() {
    if (console.environment().getOrDefault("ASSAY_JAVA_OPTS", "").contains("-Xm")) {
      console.say("error", "out of memory: the heap that ASSAY_JAVA_OPTS sets is too small");
      console.say("hint", "give more, as in ASSAY_JAVA_OPTS=-Xmx1g, or leave the variable unset");
    } else {
      console.say("error", "out of memory: this is a bug in assay");
      console.say("hint", "report it, and go on with ASSAY_JAVA_OPTS=-Xmx1g");
    }
  }

  private void trace(Throwable e, boolean isWanted) {
    if (isWanted) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      console.err().print(Console.printable(text.toString()));
    }
  }

  /// Asked before anything else is known, so that a wrong command line can be debugged too.
  private boolean isDebugging(List<String> arguments) {
    return arguments.contains("--debug")
        || arguments.contains("-d")
        || List.of("true", "1").contains(console.environment().getOrDefault("ASSAY_DEBUG", ""));
  }

  private int dispatch(List<String> arguments) throws IOException {
    int at = firstWord(arguments);
    if (at < 0) {
      return withoutVerb(arguments);
    }
    List<String> rest = new ArrayList<>(arguments);
    Verbs.Target target = Verbs.root();
    List<String> path = new ArrayList<>();
    while (target instanceof Verbs.Family family) {
      int next = path.isEmpty() ? at : firstWord(rest);
      if (next < 0) {
        return familyAlone(family, rest);
      }
      String flag = next > 0 ? rest.get(next - 1) : "";
      String word = rest.remove(next);
      path.add(word);
      target =
          family
              .find(word)
              .orElseThrow(() -> HelpCommand.unknown(family, word, flag, rest))
              .target()
              .get();
    }
    return run((Verb) target, rest);
  }

  /// `assay`, `assay --help`, `assay --version`, `assay --generate-default-config`.
  private int withoutVerb(List<String> arguments) throws IOException {
    Verb root =
        new Verb(
            "help",
            "",
            "",
            List.of(),
            List.of(),
            List.of(VersionCommand.FLAG),
            call -> {
              boolean version = call.settings().isOn(VersionCommand.FLAG);
              call.print(version ? Version.line() : HelpCommand.text(List.of()));
              return 0;
            });
    List<String> known = arguments.stream().map(a -> a.equals("-h") ? "--help" : a).toList();
    if (known.contains("--help")) {
      print(HelpCommand.text(List.of()));
      return 0;
    }
    return run(root, known);
  }

  private int familyAlone(Verbs.Family family, List<String> rest) throws IOException {
    print(HelpCommand.text(List.of(family.name())));
    boolean asked = rest.contains("--help") || rest.contains("-h");
    return asked ? 0 : ExitCode.USAGE.code();
  }

  /// The first argument that is no flag and no flag's value. Only global flags may stand before it.
  private static int firstWord(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-") || argument.equals("-")) {
        return i;
      }
      if (takesNext(argument)) {
        i++;
      }
    }
    return -1;
  }

  private static boolean takesNext(String argument) {
    for (Flag flag : GlobalFlags.GROUP.flags()) {
      boolean named =
          argument.equals("--" + flag.name())
              || (!flag.names().letter().isEmpty() && argument.equals("-" + flag.names().letter()));
      if (named) {
        return !flag.standsAlone();
      }
    }
    return false;
  }

  private int run(Verb verb, List<String> arguments) throws IOException {
    try {
      return perform(verb, arguments);
    } catch (UsageFailure e) {
      throw withHelp(e, verb);
    }
  }

  private int perform(Verb verb, List<String> arguments) throws IOException {
    Typed typed = ArgumentReader.read(verb, arguments);
    if (typed.wantsHelp()) {
      print(HelpText.of(verb));
      return 0;
    }
    Settings settings = settings(verb, typed);
    if (settings.isOn(GlobalFlags.GENERATE_DEFAULT_CONFIG)) {
      return DefaultConfig.write(console);
    }
    boolean quiet = settings.isOn(GlobalFlags.QUIET);
    boolean debug = settings.isOn(GlobalFlags.DEBUG);
    boolean progress =
        !quiet
            && !settings.isOn(GlobalFlags.NO_PROGRESS)
            && Terminal.isErrorTerminal(console.environment());
    var loudness = new Loudness(progress, !quiet, debug);
    try (var shown = new TerminalProgress(console, loudness, System::nanoTime)) {
      Variables.unknown(console.environment(), shown);
      return verb.action().run(new Invocation(verb, settings, typed.operands(), console, shown));
    }
  }

  /// Help is said where nothing better is known.
  private static UsageFailure withHelp(UsageFailure e, Verb verb) {
    if (!e.hint().isEmpty() || verb.name().equals("help")) {
      return e;
    }
    var failure =
        new UsageFailure(String.valueOf(e.getMessage()), "see `assay help " + verb.name() + "`");
    failure.initCause(e);
    return failure;
  }

  private Settings settings(Verb verb, Typed typed) {
    Map<String, String> environment = console.environment();
    // The file's own place cannot be said in the file.
    Settings early =
        Settings.resolve(
            new Settings.Sources(typed.typed(), environment, ConfigFile.NONE),
            List.of(GlobalFlags.CONFIG));
    Optional<Path> named =
        early.text(GlobalFlags.CONFIG).map(text -> Paths.of(text, early.place(GlobalFlags.CONFIG)));
    ConfigFile file =
        named.isPresent() || Files.exists(CONFIG)
            ? ConfigFile.read(named.orElse(CONFIG), AllFlags.configKeys())
            : ConfigFile.NONE;
    return Settings.resolve(new Settings.Sources(typed.typed(), environment, file), verb.flags());
  }

  private void print(String text) throws IOException {
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    console.out().flush();
  }
}
