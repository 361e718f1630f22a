package dev.assay.version;

import dev.assay.failure.InputFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The language in which an ecosystem states which versions it means: `>= 1.2, < 2`, `~> 1.1.3`,
/// `<=1.2.3 || >=2 <2.1`. Each reads a text into the set of versions that it allows.
///
/// Pre-releases count as what they are in the order of versions, whatever a resolver would make of
/// them: an advisory that says `<1.2.3` means `1.2.3-rc.1` as well. Only behind `~>`, `^`, `~` and
/// `x` the set ends before the first pre-release of the next version.
public sealed interface Requirement permits Requirement.Comparing, NpmRange {
  /// What the text allows.
  ///
  /// @throws InputFailure where the text is none of this language
  VersionSet read(String text);

  /// Comparisons alone, for any scheme: `=`, `==`, `!=`, `<`, `<=`, `>`, `>=` before a version,
  /// nothing for `=`; together with `,`, `&&`, `and` or a space, one or the other with `||` or
  /// `or`; `*` is everything.
  static Requirement comparing(VersionScheme scheme) {
    return new Comparing(scheme, Tilde.NONE);
  }

  /// RubyGems: comparisons and `~> 1.1.3`, which is `>= 1.1.3, < 1.2`.
  static Requirement gem() {
    return new Comparing(new Gem(), Tilde.GEM);
  }

  /// Elixir: comparisons and `~> 1.1.3`, `~> 1.1`, which are `>= 1.1.3 and < 1.2.0` and `>= 1.1.0
  /// and < 2.0.0`.
  static Requirement hex() {
    return new Comparing(new SemVer(), Tilde.HEX);
  }

  /// npm: comparisons, `1.2.x`, `1.2.3 - 2.3`, `~1.2`, `^1.2`.
  static Requirement npm() {
    return new NpmRange();
  }

  /// What the end of `~>` is.
  enum Tilde {
    NONE,
    GEM,
    HEX
  }

  /// @param tilde what `~>` means
  record Comparing(VersionScheme scheme, Tilde tilde) implements Requirement {
    private static final int MAX_LENGTH = 10_000;
    private static final Pattern OR = Pattern.compile("\\|\\|?|\\bor\\b");
    private static final Pattern PART =
        Pattern.compile("(?:,|&&|\\band\\b)?\\s*(>=|<=|==|!=|~>|>|<|=|)\\s*([^\\s,<>=!~|&]+)\\s*");

    @Override
    public VersionSet read(String text) {
      if (text.length() > MAX_LENGTH) {
        throw new InputFailure("cannot read a requirement: it is longer than " + MAX_LENGTH);
      }
      VersionSet allowed = VersionSet.none(scheme);
      for (String all : OR.split(text, -1)) {
        allowed = allowed.or(all(all.strip(), text));
      }
      return allowed;
    }

    private VersionSet all(String part, String text) {
      VersionSet allowed = VersionSet.all(scheme);
      Matcher matcher = PART.matcher(part);
      int at = 0;
      while (at < part.length()) {
        if (!matcher.find(at) || matcher.start() != at) {
          throw failure(text);
        }
        allowed = allowed.and(one(matcher.group(1), matcher.group(2), text));
        at = matcher.end();
      }
      if (part.isEmpty()) {
        throw failure(text);
      }
      return allowed;
    }

    private VersionSet one(String sign, String version, String text) {
      if (sign.isEmpty() && version.equals("*")) {
        return VersionSet.all(scheme);
      }
      boolean partial = sign.equals("~>") && tilde == Tilde.HEX;
      if (!partial && !scheme.isValid(version)) {
        throw failure(text);
      }
      return switch (sign) {
        case ">=" -> VersionSet.from(scheme, version);
        case ">" -> VersionSet.after(scheme, version);
        case "<=" -> VersionSet.upTo(scheme, version);
        case "<" -> VersionSet.before(scheme, version);
        case "!=" -> VersionSet.only(scheme, version).not();
        case "~>" ->
            VersionSet.from(scheme, version).and(VersionSet.before(scheme, end(version, text)));
        default -> VersionSet.only(scheme, version);
      };
    }

    private String end(String version, String text) {
      return switch (tilde) {
        case NONE -> throw failure(text);
        // The first pre-release of the next version: words start with a letter.
        case GEM -> Numbers.of(version).raised(2) + ".A";
        case HEX -> {
          Numbers numbers = Numbers.of(version);
          if (numbers.count() < 2 || numbers.count() > 3) {
            throw failure(text);
          }
          yield numbers.raised(2) + (numbers.count() == 3 ? ".0-0" : ".0.0-0");
        }
      };
    }

    private static InputFailure failure(String text) {
      return new InputFailure("cannot read `" + text + "` as a requirement");
    }
  }
}
