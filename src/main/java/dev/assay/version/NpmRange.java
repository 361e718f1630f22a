package dev.assay.version;

import dev.assay.failure.InputFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// npm's ranges: `1.2.x`, `1.2.3 - 2.3`, `~1.2`, `^1.2`, `>=1 <2 || 3`.
///
/// Source: <https://github.com/npm/node-semver#ranges>
record NpmRange() implements Requirement {
  private static final VersionScheme NPM = new Npm();
  private static final int MAX_LENGTH = 10_000;
  private static final Pattern OR = Pattern.compile("\\|\\|");
  private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");
  private static final Pattern PART =
      Pattern.compile("(>=|<=|~>|>|<|=|~|\\^|)\\s*([^\\s,<>=~^]+)[\\s,]*");
  private static final Pattern PARTIAL =
      Pattern.compile(
          "[v=]*(?:[xX*]|([0-9]{1,16})(?:\\.(?:[xX*]|([0-9]{1,16})(?:\\.(?:[xX*]|([0-9]{1,16})"
              + "(-?[0-9A-Za-z-][0-9A-Za-z.-]*)?(?:\\+[0-9A-Za-z.-]+)?))?)?)?)(?:\\.[xX*])*");

  @Override
  public VersionSet read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InputFailure("cannot read a range: it is longer than " + MAX_LENGTH);
    }
    VersionSet allowed = VersionSet.none(NPM);
    for (String part : OR.split(text, -1)) {
      allowed = allowed.or(all(part.strip(), text));
    }
    return allowed;
  }

  private static VersionSet all(String part, String text) {
    Matcher hyphen = HYPHEN.matcher(part);
    if (hyphen.matches()) {
      return one(">=", hyphen.group(1), text).and(one("<=", hyphen.group(2), text));
    }
    VersionSet allowed = VersionSet.all(NPM);
    Matcher matcher = PART.matcher(part);
    int at = 0;
    while (at < part.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw failure(text);
      }
      allowed = allowed.and(one(matcher.group(1), matcher.group(2), text));
      at = matcher.end();
    }
    return allowed;
  }

  private static VersionSet one(String sign, String version, String text) {
    Matcher partial = PARTIAL.matcher(version);
    if (!partial.matches()) {
      throw failure(text);
    }
    if (partial.group(1) == null) {
      boolean nothing = sign.equals("<") || sign.equals(">");
      return nothing ? VersionSet.none(NPM) : VersionSet.all(NPM);
    }
    int count = partial.group(2) == null ? 1 : partial.group(3) == null ? 2 : 3;
    StringBuilder joined = new StringBuilder(partial.group(1));
    for (int i = 2; i <= count; i++) {
      joined.append('.').append(partial.group(i));
    }
    Numbers numbers = Numbers.of(joined.toString());
    String pre = partial.group(4) == null ? "" : partial.group(4);
    String first = joined + ".0".repeat(3 - count) + pre;
    return set(sign, numbers, first);
  }

  private static VersionSet set(String sign, Numbers numbers, String first) {
    int count = numbers.count();
    VersionSet from = VersionSet.from(NPM, first);
    return switch (sign) {
      case ">=" -> from;
      case "<" -> VersionSet.before(NPM, first);
      case ">" ->
          count == 3
              ? VersionSet.after(NPM, first)
              : VersionSet.from(NPM, numbers.first(count) + ".0".repeat(3 - count));
      case "<=" -> count == 3 ? VersionSet.upTo(NPM, first) : before(numbers, count);
      case "~", "~>" -> from.and(before(numbers, Math.min(count, 2)));
      case "^" -> from.and(before(numbers, caret(numbers)));
      default -> count == 3 ? VersionSet.only(NPM, first) : from.and(before(numbers, count));
    };
  }

  /// How many numbers count for `^`: up to the first that is not zero.
  private static int caret(Numbers numbers) {
    int i = 0;
    while (i < numbers.count() - 1 && numbers.isZero(i)) {
      i++;
    }
    return i + 1;
  }

  /// Before the first pre-release of the next version in that number.
  private static VersionSet before(Numbers numbers, int count) {
    return VersionSet.before(NPM, numbers.first(count) + ".0".repeat(3 - count) + "-0");
  }

  private static InputFailure failure(String text) {
    return new InputFailure("cannot read `" + text + "` as a range of npm");
  }
}
