package dev.assay.registry.aws;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// A service of AWS that speaks JSON 1.1: signed by the SDK, sent by our own client, whose proxies,
/// authorities and limits so hold. Credentials are looked for once, where they are for ECR.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/APIReference/CommonParameters.html>,
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
public final class AwsJsonService {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final String ANY_REGION = "us-east-1";
  private static final int MAX_ANSWER = 256 << 10;
  private static final int ATTEMPTS = 4;
  private static final Set<String> BUSY =
      Set.of(
          "ThrottlingException",
          "RequestLimitExceeded",
          "DependencyTimeoutException",
          "KMSInternalException");

  private final EcrSettings settings;
  private final String service;
  private final String region;
  private final URI endpoint;
  private Optional<AwsIdentity> identity = Optional.empty();

  /// An answer.
  ///
  /// @param error the exception's name without its name space; empty for success
  public record Answer(int status, String body, String error) {}

  /// Nothing is asked before the first call.
  ///
  /// @param settings with the region, where the user names one
  /// @param service as AWS names it in addresses and signatures: `kms`
  /// @param endpoint named by the user, instead of the configured or regular one
  /// @throws UsageFailure where nobody says in which region
  public AwsJsonService(EcrSettings settings, String service, Optional<URI> endpoint) {
    AwsConnections.prepare();
    this.settings = settings;
    this.service = service;
    Optional<URI> address = endpoint.or(this::configured);
    this.region = region(address.isPresent());
    this.endpoint = address.orElseGet(this::regular);
  }

  /// In which region it is asked.
  public String region() {
    return region;
  }

  /// Where the credentials come from; for messages.
  public String identityPlace() {
    return identity.map(AwsIdentity::place).orElse("");
  }

  /// Calls an operation, again where the service is too busy.
  ///
  /// @param target such as `TrentService.Sign`
  /// @param action for messages: `sign with awskms:///alias/x`
  /// @param errorOf reads the exception's name out of an answer that is none of success
  /// @throws RemoteFailure where there are no credentials, or no answer
  public Answer call(String target, byte[] body, String action, ErrorName errorOf) {
    AwsIdentity who = identity();
    for (int attempt = 1; ; attempt++) {
      settings.http().settings().deadline().check();
      Answer answer = once(target, body, who, action, errorOf);
      boolean isBusy = answer.status >= 500 || BUSY.contains(answer.error);
      if (!isBusy || attempt == ATTEMPTS) {
        return answer;
      }
      pause(attempt);
    }
  }

  /// The exception's name in an answer.
  @FunctionalInterface
  public interface ErrorName {
    String of(String body);
  }

  private void pause(int attempt) {
    var http = settings.http().settings();
    try {
      http.time()
          .sleep(Math.min(http.retry().waitMillis(attempt), http.deadline().remainingMillis()));
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("wait for " + service);
    }
  }

  private Answer once(
      String target, byte[] body, AwsIdentity who, String action, ErrorName errorOf) {
    Request request = Request.send("POST", service, endpoint, Request.Body.of(CONTENT_TYPE, body));
    for (Map.Entry<String, List<String>> header : signed(target, body, who).entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      // The client writes those two itself, with the same values.
      if (!name.equals("host") && !name.equals("content-type") && !name.equals("content-length")) {
        request = request.with(header.getKey(), String.join(",", header.getValue()));
      }
    }
    try (Response response = settings.http().send(request)) {
      String answer =
          new String(
              response.readAtMost(MAX_ANSWER, "the answer of " + endpoint.getHost()),
              StandardCharsets.UTF_8);
      boolean isGood = response.status() == 200;
      return new Answer(response.status(), answer, isGood ? "" : errorOf.of(answer));
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure(action);
    } catch (InputFailure e) {
      throw new RemoteFailure("cannot " + action + ": " + e.getMessage());
    }
  }

  private Map<String, List<String>> signed(String target, byte[] body, AwsIdentity who) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .uri(endpoint)
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", CONTENT_TYPE)
            .putHeader("X-Amz-Target", target)
            .build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(who.credentials())
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    return signed.request().headers();
  }

  private synchronized AwsIdentity identity() {
    if (identity.isEmpty()) {
      // STS, asked for a role, would else look for its region in the instance metadata.
      AwsConnections.setUnlessSet("aws.region", region);
      identity =
          Optional.of(
              AwsConnections.within(
                  settings.http(),
                  () -> new AwsCredentialChain(settings).require(endpoint.getHost())));
    }
    return identity.get();
  }

  private String region(boolean hasEndpoint) {
    Optional<String> said =
        settings
            .region()
            .or(() -> variable("AWS_REGION"))
            .or(() -> variable("AWS_DEFAULT_REGION"))
            .or(() -> ofProfile("region"));
    if (said.isEmpty() && !hasEndpoint) {
      throw new UsageFailure(
          "cannot ask " + service + ": nobody says in which region",
          "set AWS_REGION, or name the key by its ARN");
    }
    String name = said.orElse(ANY_REGION);
    if (!name.matches("[a-z0-9-]{1,40}")) {
      throw new UsageFailure("cannot ask " + service + ": `" + name + "` is no region");
    }
    return name;
  }

  private Optional<URI> configured() {
    if (settings.ignoresConfiguredEndpoints()) {
      return Optional.empty();
    }
    Optional<String> text =
        variable("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT))
            .or(() -> variable("AWS_ENDPOINT_URL"))
            .or(() -> ofProfile("endpoint_url"));
    return text.map(url -> {
      try {
        URI uri = URI.create(url);
        if (uri.getHost() != null) {
          return uri.getPath().isEmpty() ? uri.resolve("/") : uri;
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
      throw new UsageFailure("cannot ask " + service + ": its configured endpoint is no URL");
    });
  }

  private URI regular() {
    boolean isFips = isOn("AWS_USE_FIPS_ENDPOINT");
    String suffix =
        isOn("AWS_USE_DUALSTACK_ENDPOINT")
            ? "api.aws"
            : PartitionMetadata.of(Region.of(region)).dnsSuffix();
    return URI.create(
        "https://" + service + (isFips ? "-fips" : "") + "." + region + "." + suffix + "/");
  }

  private boolean isOn(String variable) {
    return variable(variable).filter("true"::equalsIgnoreCase).isPresent();
  }

  private Optional<String> variable(String name) {
    return settings.isSet(name)
        ? Optional.of(settings.environment().getOrDefault(name, "").strip())
        : Optional.empty();
  }

  private Optional<String> ofProfile(String key) {
    try {
      Optional<Profile> profile =
          ProfileFile.defaultProfileFile().profile(variable("AWS_PROFILE").orElse("default"));
      return profile.flatMap(found -> found.property(key));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A shared file that is not in AWS's format: whoever looks for credentials says where.
      return Optional.empty();
    }
  }

  /// What to do where AWS does not accept who asks.
  ///
  /// @return empty where that is not what the answer says
  public Optional<String> identityHint(Answer answer) {
    return AwsErrors.BAD_IDENTITY.contains(answer.error)
        ? Optional.of("renew the AWS credentials from " + identityPlace())
        : Optional.empty();
  }

  /// Whether AWS does not allow it to who asks.
  public static boolean isDenied(Answer answer) {
    return AwsErrors.DENIED.contains(answer.error);
  }
}
