package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Origin;
import dev.assay.config.ConfigFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the flags of one command are set to: by the command line, else by `ASSAY_…`, else by
/// `TRIVY_…`, else by `assay.yaml`, else by their fallback. All values have been checked.
public final class Settings {
  private static final Set<String> SECRETS =
      Set.of("from-password", "password", "registry-token", "to-password", "token");
  private final Map<String, Given> given;
  private final Map<String, String> environment;
  private final List<String> warnings = new ArrayList<>();

  private Settings(Map<String, Given> given, Map<String, String> environment) {
    this.given = given;
    this.environment = environment;
  }

  /// Where values may come from.
  ///
  /// @param typed by flag name, in the order typed; a switch without a value is `true`
  public record Sources(
      Map<String, List<String>> typed, Map<String, String> environment, ConfigFile file) {}

  /// Values and who said them.
  ///
  /// @param place for messages, such as `--severity HIHG` in quotes
  private record Given(List<String> values, String place, boolean typed) {}

  /// Finds and checks the value of each flag.
  ///
  /// @throws dev.assay.failure.UsageFailure for a value that cannot be, wherever it was said
  public static Settings resolve(Sources sources, Collection<Flag> flags) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (Flag flag : flags) {
      find(flag, sources)
          .map(found -> checked(flag, found))
          .ifPresent(g -> given.put(flag.name(), g));
    }
    return new Settings(given, sources.environment());
  }

  private static Given checked(Flag flag, Given found) {
    return new Given(new Values(flag, found.place).check(found.values), found.place, found.typed);
  }

  private static Optional<Given> find(Flag flag, Sources sources) {
    List<String> typed = sources.typed().get(flag.name());
    if (typed != null) {
      String shown = flag.standsAlone() ? "" : " " + shown(flag, String.join(",", typed));
      return Optional.of(new Given(typed, "`" + flag + shown + "`", true));
    }
    for (String name : variables(flag)) {
      String value = sources.environment().getOrDefault(name, "");
      if (!value.isEmpty()) {
        return Optional.of(new Given(List.of(value), name, false));
      }
    }
    return fromFile(flag, sources.file());
  }

  /// Secrets do not belong in messages.
  private static String shown(Flag flag, String value) {
    return SECRETS.contains(flag.name()) ? "…" : value;
  }

  private static Optional<Given> fromFile(Flag flag, ConfigFile file) {
    return flag.key().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(file.values().get(flag.key()))
            .map(entry ->
                new Given(
                    entry.items(),
                    "`" + flag.key() + "` in " + file.path() + " line " + entry.line(),
                    false));
  }

  /// The variables that set a flag, the one that counts most first. Loops, as this is asked for
  /// each flag of a verb by a program that has just started.
  private static List<String> variables(Flag flag) {
    List<String> variables = new ArrayList<>(4);
    variables("ASSAY", flag, variables);
    if (flag.promise().origin() == Origin.TRIVY) {
      variables("TRIVY", flag, variables);
    }
    if (flag.equals(GlobalFlags.INSECURE)) {
      variables.add("TRIVY_NON_SSL");
    }
    return variables;
  }

  private static void variables(String prefix, Flag flag, List<String> variables) {
    variables.add(Flag.variable(prefix, flag.name()));
    for (String alias : flag.aliases()) {
      variables.add(Flag.variable(prefix, alias));
    }
  }

  /// Whether a switch is on.
  public boolean isOn(Flag flag) {
    return values(flag).stream().findFirst().orElse(flag.fallback()).equals("true");
  }

  /// The value of a flag that takes one; there is one at most.
  public Optional<String> text(Flag flag) {
    List<String> values = values(flag);
    return values.isEmpty()
        ? Optional.of(flag.fallback()).filter(text -> !text.isEmpty())
        : Optional.of(values.getFirst());
  }

  /// All values of a flag that takes several.
  public List<String> list(Flag flag) {
    List<String> values = values(flag);
    return values.isEmpty() && !flag.fallback().isEmpty()
        ? List.of(flag.fallback().split(","))
        : values;
  }

  /// The value as one would write it, whoever set it.
  public String shown(Flag flag) {
    List<String> values = values(flag);
    return values.isEmpty() ? flag.fallback() : String.join(",", values);
  }

  /// The value of a flag that takes a number.
  public Optional<Integer> number(Flag flag) {
    return text(flag).map(Integer::valueOf);
  }

  /// The value of a flag that takes a time.
  public Duration duration(Flag flag) {
    return text(flag).flatMap(GoDuration::parse).orElse(Duration.ZERO);
  }

  /// The value of a flag that takes a size, in bytes.
  public Optional<Long> size(Flag flag) {
    return text(flag).flatMap(ByteSize::parse);
  }

  /// Empty where the flag is off; else its value, which may be absent.
  public Optional<Optional<String>> optional(Flag flag) {
    List<String> values = values(flag);
    return values.isEmpty() || values.getLast().equals("false")
        ? Optional.empty()
        : Optional.of(Optional.of(values.getLast()).filter(value -> !value.equals("true")));
  }

  private List<String> values(Flag flag) {
    Given found = given.get(flag.name());
    return found == null ? List.of() : found.values;
  }

  /// Who set the flag, for messages; the flag itself where nobody did.
  public String place(Flag flag) {
    Given found = given.get(flag.name());
    return found == null ? "`" + flag + "`" : found.place;
  }

  /// Whether anyone set the flag, wherever.
  public boolean isSet(Flag flag) {
    return given.containsKey(flag.name());
  }

  /// Whether the flag stands on the command line.
  public boolean isTyped(Flag flag) {
    Given found = given.get(flag.name());
    return found != null && found.typed;
  }

  /// The process's variables.
  public Map<String, String> environment() {
    return environment;
  }

  /// Keeps a warning until there is someone to tell.
  public void warn(String message) {
    warnings.add(message);
  }

  /// The warnings so far.
  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
