package dev.assay.registry.aws;

import dev.assay.failure.UsageFailure;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Several repositories of an ECR registry: `[HOST/]REPOSITORY[:TAG]` with `*` in repository or
/// tag. As in ECR's own filters, `*` stands for any characters, `/` too.
///
/// Source:
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html#image-scanning-filters>
///
/// @param host where one was written; else the registry of whoever asks
/// @param repository with its wildcards
/// @param tag with its wildcards; where none was written, the newest image of each repository is
///   meant
public record EcrPattern(Optional<EcrHost> host, String repository, Optional<String> tag) {
  private static final String FORM = "write it as 'prod-*', 'team/*:1.*' or 'HOST/prod-*'";

  /// Whether an argument is a pattern.
  public static boolean isPattern(String text) {
    return text.contains("*");
  }

  /// Reads one.
  ///
  /// @throws UsageFailure where it is none
  public static EcrPattern parse(String text) {
    String rest = text;
    Optional<EcrHost> host = Optional.empty();
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash).toLowerCase(Locale.ROOT);
    if (first.contains(".") || first.contains(":")) {
      host = EcrHost.parse(first).filter(h -> !h.isPublic());
      if (host.isEmpty()) {
        throw wrong(text, "`" + first + "` is no private ECR registry");
      }
      rest = text.substring(slash + 1);
    }
    int colon = rest.indexOf(':');
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
    String repository = colon < 0 ? rest : rest.substring(0, colon);
    if (!repository.matches("[a-z0-9._/*-]+")) {
      throw wrong(text, "`" + repository + "` names no repository");
    }
    if (tag.isPresent() && !tag.get().matches("[\\w.*-]+")) {
      throw wrong(text, "`" + tag.get() + "` is no tag");
    }
    return new EcrPattern(host, repository, tag);
  }

  private static UsageFailure wrong(String text, String problem) {
    return new UsageFailure("cannot read `" + text + "`: " + problem, FORM);
  }

  boolean matchesRepository(String name) {
    return matches(repository, name);
  }

  /// Whether a tag is meant. What tools put beside an image under a tag of its digest never is.
  boolean matchesTag(String name) {
    return !name.matches("sha256-[0-9a-f]{64}(\\..*)?") && matches(tag.orElse("*"), name);
  }

  private static boolean matches(String pattern, String text) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.matches(regex, text);
  }
}
