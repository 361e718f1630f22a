package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Standing;
import dev.assay.failure.UsageFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Checks the values of one flag, and brings them into one form: `true` and `false`, words as they
/// are listed, lists split.
///
/// @param place who said them, for messages
record Values(Flag flag, String place) {
  /// The values; empty where what was said asks for nothing.
  ///
  /// @throws UsageFailure for a value that cannot be
  List<String> check(List<String> said) {
    List<String> values =
        switch (flag.kind()) {
          case LIST -> split(said);
          case REPEATED -> said;
          case SWITCH, TEXT, NUMBER, DURATION, SIZE, OPTIONAL -> only(said);
        };
    Standing standing = flag.promise().standing();
    if (standing == Standing.NOT_BUILT_YET || standing == Standing.GONE) {
      refuse(values);
      return List.of();
    }
    if (values.isEmpty() && flag.kind() == Kind.LIST && !flag.fallback().isEmpty()) {
      // An unset variable of a build script must not widen or narrow what is scanned.
      throw new UsageFailure(
          "cannot use " + place + ": the list is empty",
          "leave it out for " + flag.fallback() + ", or check the variable that filled it");
    }
    return values.stream().map(this::checked).toList();
  }

  /// Nobody can tell which of two was meant; a switch may be repeated as long as it says the same.
  private List<String> only(List<String> said) {
    boolean isClear =
        flag.kind() == Kind.SWITCH ? said.stream().distinct().count() <= 1 : said.size() <= 1;
    if (!isClear) {
      throw new UsageFailure(
          "cannot use " + place + ": said " + said.size() + " times, and it takes one value",
          "give `" + flag + "` once");
    }
    String value = said.isEmpty() ? "" : said.getFirst();
    return value.isEmpty() ? List.of() : List.of(value);
  }

  private static List<String> split(List<String> said) {
    List<String> items = new ArrayList<>();
    for (String list : said) {
      Arrays.stream(list.split(",", -1)).map(String::strip).forEach(items::add);
    }
    return items.equals(List.of("")) ? List.of() : items;
  }

  private void refuse(List<String> values) {
    String joined = String.join(",", values);
    if (joined.isEmpty() || joined.equals("false") || joined.equals(flag.fallback())) {
      return;
    }
    String note = flag.promise().note();
    boolean isGone = flag.promise().standing() == Standing.GONE;
    throw new UsageFailure(
        "cannot use " + place + ": " + (isGone ? "it is gone" : "not built yet in this version"),
        note.isEmpty() ? "docs/trivy.md lists what is" : note);
  }

  private String checked(String value) {
    return switch (flag.kind()) {
      case SWITCH -> truth(value).orElseThrow(() -> wrong(value, "true or false"));
      case NUMBER -> number(value);
      case DURATION ->
          GoDuration.parse(value)
              .filter(time -> !time.isZero())
              .map(time -> value)
              .orElseThrow(() -> wrong(value, "a time such as 90s, 5m or 1h30m"));
      case SIZE ->
          ByteSize.parse(value)
              .map(size -> value)
              .orElseThrow(() -> wrong(value, "a size such as 500MB or 2GiB"));
      case OPTIONAL -> truth(value).orElse(value);
      case TEXT, LIST -> word(value);
      case REPEATED -> value;
    };
  }

  private static Optional<String> truth(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> Optional.of("true");
      case "false", "0" -> Optional.of("false");
      default -> Optional.empty();
    };
  }

  private String number(String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw wrong(value, "a number from 0");
    }
    return value;
  }

  private String word(String value) {
    List<String> known = flag.value().words();
    if (known.isEmpty()) {
      return value;
    }
    for (String word : known) {
      if (word.equalsIgnoreCase(value)) {
        return word;
      }
    }
    String all = String.join(", ", known);
    if (flag.value().planned().contains(value.toLowerCase(Locale.ROOT))) {
      throw new UsageFailure(
          "cannot use " + place + ": `" + value + "` is not built yet in this version",
          "this version knows " + all);
    }
    throw new UsageFailure(
        "unknown value `" + value + "` in " + place,
        Suggestion.nearest(value, known)
            .map(word -> "did you mean `" + word + "`? known: " + all)
            .orElse("known: " + all));
  }

  private UsageFailure wrong(String value, String wanted) {
    String example =
        switch (flag.kind()) {
          case SWITCH, OPTIONAL -> "true";
          case NUMBER -> "1";
          case DURATION -> "5m";
          case SIZE -> "500MB";
          case TEXT, LIST, REPEATED -> flag.value().label();
        };
    boolean isTyped = place.startsWith("`--");
    return new UsageFailure(
        "cannot use " + place + ": `" + value + "` is not " + wanted,
        "write it as `" + (isTyped ? flag + (flag.standsAlone() ? "=" : " ") : "") + example + "`");
  }
}
