package dev.assay.policy;

import dev.assay.failure.UsageFailure;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// `.trivyignore`: an id a line, then an optional `exp:YYYY-MM-DD`, then words that say why. `#`
/// starts a comment.
///
/// Source: <https://trivy.dev/latest/docs/configuration/filtering/#trivyignore>
final class IgnoreText {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");
  private static final Pattern KNOWN_ID =
      Pattern.compile("(CVE-[0-9]{4}|GHSA|PYSEC|RUSTSEC|GO|DSA|DLA|USN|AVD|OSV)-[A-Za-z0-9-]+");

  /// Ids have a hyphen and a digit, and those of CVE a form of their own; rules for secrets and
  /// configurations, which a shared file may have, are words with hyphens or `AVD-DS-0001`,
  /// `DS001`.
  private static final Pattern MEANT_ID =
      Pattern.compile("CVE-[0-9]{4}-[0-9]+|(?!(?i:CVE))(?:[^-]+-.+|[A-Z]+-?[0-9]{3,})");

  private static final Pattern MEANT_DAY =
      Pattern.compile("(?i:exp(?:ires|iry|iration|ired)?[:=].*|[0-9]{4}-[0-9]{2}-[0-9]{2})");

  private static final String EXPIRES = "exp:";
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private IgnoreText() {}

  /// @param doubts takes a sentence for each line that is legal and most likely not meant so
  /// @throws UsageFailure where a line is malformed
  static List<IgnoreRule> parse(String file, String text, Consumer<String> doubts) {
    List<IgnoreRule> rules = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String content = line.strip();
      if (number == 1 && content.startsWith("\ufeff")) {
        content = content.substring(1).strip();
      }
      if (!content.isEmpty() && !content.startsWith("#")) {
        rules.add(rule(content, file, number));
        doubt(rules.getLast()).ifPresent(doubts);
      }
    }
    return rules;
  }

  /// A rule that no finding can meet covers nothing, without a word in Trivy.
  private static Optional<String> doubt(IgnoreRule rule) {
    String place = rule.source() + ":" + rule.line() + ": ";
    if (!MEANT_ID.matcher(rule.id()).matches()) {
      return Optional.of(
          place + "`" + rule.id() + "` is no id of a vulnerability, so the line ignores nothing");
    }
    String first = rule.statement().split(" ", 2)[0];
    return MEANT_DAY.matcher(first).matches()
        ? Optional.of(place + "`" + first + "` ends nothing: write `exp:YYYY-MM-DD`")
        : Optional.empty();
  }

  private static IgnoreRule rule(String content, String file, int line) {
    int comment = content.indexOf('#');
    String[] words = SPACES.split(comment < 0 ? content : content.substring(0, comment).strip());
    if (!ID.matcher(words[0]).matches()) {
      throw failure(file, line, "expected an id, found `" + words[0] + "`");
    }
    Optional<LocalDate> expires = Optional.empty();
    List<String> why = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      if (words[i].startsWith(EXPIRES)) {
        expires = Optional.of(date(words[i], file, line));
      } else if (KNOWN_ID.matcher(words[i]).matches()) {
        throw failure(file, line, "expected one id, found a second one, `" + words[i] + "`");
      } else {
        why.add(words[i]);
      }
    }
    if (comment >= 0) {
      why.add(content.substring(comment + 1).strip());
    }
    return new IgnoreRule(
        words[0],
        List.of(),
        List.of(),
        expires,
        String.join(" ", why).strip(),
        IgnoreRules.IGNORED,
        file,
        line);
  }

  private static LocalDate date(String word, String file, int line) {
    try {
      return LocalDate.parse(word.substring(EXPIRES.length()));
    } catch (DateTimeException e) {
      throw failure(file, line, "expected `exp:YYYY-MM-DD`, found `" + word + "`");
    }
  }

  static UsageFailure failure(String file, int line, String problem) {
    return new UsageFailure(
        "cannot read ignore rules: " + file + ":" + line + ": " + problem,
        "write one id a line: CVE-2024-1234 exp:2026-12-31 # why");
  }
}
