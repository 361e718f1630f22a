package dev.assay.sign.key;

import dev.assay.failure.UsageFailure;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A key in AWS's key service, as cosign names it: `awskms://[ENDPOINT]/KEY`, where KEY is an id,
/// `alias/NAME`, or the ARN of either.
///
/// Source: <https://github.com/sigstore/sigstore/tree/main/pkg/signature/kms/aws>,
/// <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id>
///
/// @param text the whole reference
/// @param endpoint empty takes the configured or regular one
/// @param key what AWS is told: all that stands behind the endpoint
/// @param region of an ARN
public record KmsReference(
    String text, Optional<URI> endpoint, String key, Optional<String> region) {
  /// How such a reference begins.
  public static final String SCHEME = "awskms://";

  private static final String ID =
      "(?:mrk-)?[A-Fa-f0-9]{8}(?:-?[A-Fa-f0-9]{4}){3}-?[A-Fa-f0-9]{12}|mrk-[a-f0-9]{32}";
  private static final String ALIAS = "alias/[A-Za-z0-9/_-]{1,250}";
  private static final Pattern WHOLE =
      Pattern.compile(
          SCHEME
              + "(?<host>[A-Za-z0-9.\\-]*(?::[0-9]{1,5})?|\\[[0-9a-fA-F:]+](?::[0-9]{1,5})?)/(?<key>"
              + "(?:arn:aws[a-z-]*:kms:(?<region>[a-z0-9-]{1,40}):[0-9]{12}:(?:key/(?:"
              + ID
              + ")|"
              + ALIAS
              + "))|"
              + ID
              + "|"
              + ALIAS
              + ")");

  /// Reads a reference.
  ///
  /// @throws UsageFailure where it is none
  public static KmsReference parse(String text) {
    Matcher parts = WHOLE.matcher(text);
    if (!parts.matches()) {
      throw new UsageFailure(
          "cannot use the key `" + text + "`: it is not in the form awskms://[ENDPOINT]/KEY",
          "KEY is an id, alias/NAME, or an ARN: awskms:///alias/release");
    }
    String host = parts.group("host");
    return new KmsReference(
        text,
        host.isEmpty() ? Optional.empty() : Optional.of(URI.create("https://" + host + "/")),
        parts.group("key"),
        Optional.ofNullable(parts.group("region")));
  }

  /// Whether a key of that ARN can be the one meant. Which one an alias means, AWS knows alone.
  boolean fits(String arn) {
    if (key.contains("alias/")) {
      return arn.startsWith("arn:");
    }
    return key.startsWith("arn:") ? arn.equals(key) : arn.endsWith(":key/" + key);
  }

  @Override
  public String toString() {
    return text;
  }
}
