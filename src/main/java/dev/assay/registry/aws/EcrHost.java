package dev.assay.registry.aws;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the host name of an ECR registry says.
///
/// `ACCOUNT.dkr.ecr[-fips].REGION.amazonaws.com[.cn]` and the suffixes of the other partitions,
/// `ACCOUNT.dkr-ecr[-fips].REGION.on.aws` for IPv4 and IPv6, `public.ecr.aws`. The whole name must
/// match: a token never goes to a host that only begins like one of Amazon's.
///
/// Source: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html>
///
/// @param host in lower case
/// @param kind private or public
/// @param account 12 digits; empty for the public registry
/// @param region where the token is to be asked for
/// @param fips whether the name asks for FIPS 140 endpoints
/// @param dualStack whether the name asks for endpoints with IPv6
public record EcrHost(
    String host, Kind kind, String account, String region, boolean fips, boolean dualStack) {
  /// Which of Amazon's two registries.
  public enum Kind {
    /// One per account and region.
    PRIVATE,
    /// `public.ecr.aws`.
    PUBLIC
  }

  private static final Pattern PRIVATE_HOST =
      Pattern.compile(
          "(?<account>[0-9]{12})\\.dkr(?:\\.ecr|(?<dual>-ecr))(?<fips>-fips)?"
              + "\\.(?<region>[a-z]{2,6}(?:-[a-z0-9]+)+)"
              + "\\.(?<suffix>amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|on\\.aws"
              + "|on\\.amazonwebservices\\.(?:com\\.cn|eu)"
              + "|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|csp\\.hci\\.ic\\.gov|cloud\\.adc-e\\.uk)");

  /// Reads a registry's host name; empty where it is not one of Amazon's.
  public static Optional<EcrHost> parse(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    if (host.equals("public.ecr.aws") || host.equals("ecr-public.aws.com")) {
      boolean dualStack = host.startsWith("ecr-public");
      return Optional.of(new EcrHost(host, Kind.PUBLIC, "", "us-east-1", false, dualStack));
    }
    Matcher match = PRIVATE_HOST.matcher(host);
    if (!match.matches()
        || (match.group("dual") != null) != match.group("suffix").startsWith("on.")) {
      return Optional.empty();
    }
    return Optional.of(
        new EcrHost(
            host,
            Kind.PRIVATE,
            match.group("account"),
            match.group("region"),
            match.group("fips") != null,
            match.group("dual") != null));
  }

  /// Whether this is the registry that everybody may read.
  public boolean isPublic() {
    return kind == Kind.PUBLIC;
  }
}
