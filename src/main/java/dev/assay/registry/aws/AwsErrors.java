package dev.assay.registry.aws;

import dev.assay.failure.RemoteFailure;
import dev.assay.net.NetworkProblem;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What the AWS SDK says went wrong, in one line of ours.
final class AwsErrors {
  private static final int MAX_REASON = 300;
  private static final int MAX_CAUSES = 20;

  static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
  static final Set<String> BAD_IDENTITY =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignatureException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "UnrecognizedClientException");

  private AwsErrors() {}

  /// The first line of the message, without the SDK's own bookkeeping, and bounded.
  static String reason(RuntimeException error) {
    if (error instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return service.statusCode()
          + " "
          + service.awsErrorDetails().errorCode()
          + ": "
          + oneLine(service.awsErrorDetails().errorMessage());
    }
    Optional<IOException> transport = transport(error);
    return transport
        .map(e -> e.getClass().getSimpleName() + ": " + oneLine(e.getMessage()))
        .orElseGet(() -> oneLine(error.getMessage()));
  }

  /// The SDK points at "the cause" in its messages: this is it.
  private static Optional<IOException> transport(Throwable error) {
    Optional<IOException> deepest = Optional.empty();
    Throwable at = error;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++, at = at.getCause()) {
      if (at instanceof IOException io) {
        deepest = Optional.of(io);
      }
    }
    return deepest;
  }

  private static String oneLine(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "no reason given";
    }
    String text = message.lines().findFirst().orElse("").strip();
    int bookkeeping = text.indexOf(" (SDK Attempt Count");
    text = bookkeeping > 0 ? text.substring(0, bookkeeping) : text;
    text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "…" : text;
  }

  /// Why the token call did not succeed, with the permission or the credentials to look at.
  static RemoteFailure tokenCall(EcrHost host, String place, RuntimeException error) {
    String code = codeOf(error);
    String hint = "";
    if (DENIED.contains(code)) {
      hint = EcrAction.TOKEN.hint(host.host(), 403).orElse("");
    } else if (BAD_IDENTITY.contains(code)) {
      hint = "renew the AWS credentials from " + place;
    } else if (transport(error).filter(SSLException.class::isInstance).isPresent()) {
      hint = NetworkProblem.of(transport(error).orElseThrow()).hint();
    } else if (code.isEmpty()) {
      hint = "check the network, the region `" + host.region() + "` and AWS_ENDPOINT_URL";
    }
    return new RemoteFailure("cannot get a token for " + host.host() + ": " + reason(error), hint);
  }

  /// Why a list was not to be had.
  static RemoteFailure listing(EcrHost host, String place, RuntimeException error) {
    String code = codeOf(error);
    String hint = "";
    if (DENIED.contains(code)) {
      hint =
          "the AWS identity needs `ecr:DescribeRepositories` and `ecr:DescribeImages` in region "
              + host.region();
    } else if (BAD_IDENTITY.contains(code)) {
      hint = "renew the AWS credentials from " + place;
    } else if (code.isEmpty()) {
      hint = "check the network, the region `" + host.region() + "` and AWS_ENDPOINT_URL";
    }
    return new RemoteFailure(
        "cannot list the repositories of ECR in " + host.region() + ": " + reason(error), hint);
  }

  private static String codeOf(RuntimeException error) {
    if (error instanceof AwsServiceException service
        && service.awsErrorDetails() != null
        && service.awsErrorDetails().errorCode() != null) {
      return service.awsErrorDetails().errorCode();
    }
    return "";
  }
}
