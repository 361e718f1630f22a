package dev.assay.policy;

import dev.assay.failure.UsageFailure;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `.trivyignore`: an id a line, then an optional `exp:YYYY-MM-DD`, then words that say why. `#`
/// starts a comment.
///
/// Source: <https://trivy.dev/latest/docs/configuration/filtering/#trivyignore>
final class IgnoreText {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");
  private static final Pattern KNOWN_ID =
      Pattern.compile("(CVE-[0-9]{4}|GHSA|PYSEC|RUSTSEC|GO|DSA|DLA|USN|AVD|OSV)-[A-Za-z0-9-]+");
  private static final String EXPIRES = "exp:";
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private IgnoreText() {}

  /// @throws UsageFailure where a line is malformed
  static List<IgnoreRule> parse(String file, String text) {
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
      }
    }
    return rules;
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
