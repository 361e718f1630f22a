package dev.assay.cli.flag;

import java.util.List;
import java.util.Locale;

/// A flag: every way to write it, what it takes, and where else it can be set.
///
/// @param names every name it has
/// @param value what it takes
/// @param text what it does, for help
/// @param key in `assay.yaml`, such as `cache.dir`; empty where it has none
/// @param promise what users of Trivy and of this version can expect
public record Flag(Names names, Value value, String text, String key, Promise promise) {
  /// @param name without dashes, such as `ignore-unfixed`
  /// @param letter the short form, or empty
  /// @param aliases older names, without dashes
  public record Names(String name, String letter, List<String> aliases) {
    public Names {
      aliases = List.copyOf(aliases);
    }
  }

  /// @param kind what it is
  /// @param label stands for it in help, such as `FILE`; empty for switches
  /// @param words the values there are, where only some are valid
  /// @param planned values that are valid in Trivy and not built yet here
  /// @param fallback where nobody says anything, as one would write it; empty for none
  public record Value(
      Kind kind, String label, List<String> words, List<String> planned, String fallback) {
    public Value {
      words = List.copyOf(words);
      planned = List.copyOf(planned);
    }
  }

  /// @param origin whether Trivy has it too
  /// @param standing whether it does something in this version
  /// @param note what a user of Trivy should know, for `docs/trivy.md`; may be empty
  public record Promise(Origin origin, Standing standing, String note) {}

  /// What a value is.
  public enum Kind {
    /// `--flag`, `--flag=true`, `--flag=false`.
    SWITCH,
    TEXT,
    /// Separated by commas, or the flag several times.
    LIST,
    /// The flag several times; commas belong to the value.
    REPEATED,
    /// A whole number from 0 to 2³¹−1.
    NUMBER,
    /// Go's form: `5m0s`, `90s`, `1h`.
    DURATION,
    /// Bytes with a unit: `500MB` (powers of 1000), `512MiB` (powers of 1024).
    SIZE,
    /// `--flag` or `--flag=VALUE`.
    OPTIONAL
  }

  /// Whose flag it is.
  public enum Origin {
    /// Trivy's name and meaning: `TRIVY_…` is read as well.
    TRIVY,
    /// Trivy's name and meaning, whose variable would make Assay share what only Trivy can use.
    TRIVY_WITHOUT_VARIABLE,
    ASSAY
  }

  /// Whether it does something.
  public enum Standing {
    WORKS,
    /// Accepted: Assay has nothing that it could change.
    NOTHING_TO_DO,
    /// Refused: exit 2.
    NOT_BUILT_YET,
    /// Refused, as Trivy refuses it: another command took its place.
    GONE
  }

  /// A flag that is on or off, and off where nobody says anything.
  public static Flag toggle(String name, String text) {
    return of(Kind.SWITCH, name, "", text).orElse("false");
  }

  /// A flag that takes any text.
  public static Flag text(String name, String label, String text) {
    return of(Kind.TEXT, name, label, text);
  }

  /// A flag that takes several values, separated by commas.
  public static Flag list(String name, String label, String text) {
    return of(Kind.LIST, name, label, text);
  }

  /// A flag of any kind, which Trivy has too and which works.
  public static Flag of(Kind kind, String name, String label, String text) {
    return new Flag(
        new Names(name, "", List.of()),
        new Value(kind, label, List.of(), List.of(), ""),
        text,
        "",
        new Promise(Origin.TRIVY, Standing.WORKS, ""));
  }

  /// With a short form.
  public Flag letter(String letter) {
    return with(new Names(name(), letter, aliases()));
  }

  /// With older names.
  public Flag alias(String... older) {
    return with(new Names(name(), names.letter, List.of(older)));
  }

  private Flag with(Names other) {
    return new Flag(other, value, text, key, promise);
  }

  /// With the only values there are.
  public Flag words(List<String> known) {
    return with(new Value(kind(), value.label, known, value.planned, fallback()));
  }

  /// With values that are refused as not built yet.
  public Flag planned(String... later) {
    return with(new Value(kind(), value.label, value.words, List.of(later), fallback()));
  }

  /// With a value for where nobody says anything.
  public Flag orElse(String instead) {
    return with(new Value(kind(), value.label, value.words, value.planned, instead));
  }

  private Flag with(Value other) {
    return new Flag(names, other, text, key, promise);
  }

  /// With a key in `assay.yaml`.
  public Flag key(String path) {
    return new Flag(names, value, text, path, promise);
  }

  /// Of another origin than Trivy.
  public Flag from(Origin where) {
    return with(new Promise(where, promise.standing, promise.note));
  }

  /// Not doing anything in this version.
  public Flag standing(Standing now) {
    return with(new Promise(promise.origin, now, promise.note));
  }

  /// With a word to users of Trivy.
  public Flag note(String difference) {
    return with(new Promise(promise.origin, promise.standing, difference));
  }

  private Flag with(Promise other) {
    return new Flag(names, value, text, key, other);
  }

  /// The name without dashes.
  public String name() {
    return names.name;
  }

  /// Older names without dashes.
  public List<String> aliases() {
    return names.aliases;
  }

  /// What its value is.
  public Kind kind() {
    return value.kind;
  }

  /// The value where nobody says anything; empty for none.
  public String fallback() {
    return value.fallback;
  }

  /// Whether the flag may be written alone.
  public boolean standsAlone() {
    return kind() == Kind.SWITCH || kind() == Kind.OPTIONAL;
  }

  /// Whether several values make sense.
  public boolean takesSeveral() {
    return kind() == Kind.LIST || kind() == Kind.REPEATED;
  }

  /// Its variable: `variable("ASSAY")` is `ASSAY_IGNORE_UNFIXED`.
  public String variable(String prefix) {
    return variable(prefix, name());
  }

  /// The variable that belongs to one of its names.
  public static String variable(String prefix, String name) {
    return prefix + "_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /// Spelled out: what a record does by itself is put together at its first use, which takes longer
  /// than reading the command line.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Flag flag
            && name().equals(flag.name())
            && names.equals(flag.names)
            && value.equals(flag.value)
            && text.equals(flag.text)
            && key.equals(flag.key)
            && promise.equals(flag.promise));
  }

  @Override
  public int hashCode() {
    return name().hashCode();
  }

  /// As one writes it: `--ignore-unfixed`.
  @Override
  public String toString() {
    return "--" + name();
  }
}
