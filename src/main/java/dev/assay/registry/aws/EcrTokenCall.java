package dev.assay.registry.aws;

import dev.assay.failure.RemoteFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClientBuilder;
import software.amazon.awssdk.services.ecrpublic.endpoints.EcrPublicEndpointProvider;

/// `GetAuthorizationToken` of ECR and ECR Public. The only class that opens an AWS client for it.
///
/// Endpoints: the SDK itself reads `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_ECR`,
/// `AWS_ENDPOINT_URL_ECR_PUBLIC`, `AWS_ENDPOINT_URL_STS`, the profile's `endpoint_url` and the FIPS
/// and dual-stack switches. It does not know `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`: there the
/// service's regular address is set by hand.
///
/// Source:
/// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html>
final class EcrTokenCall {
  private static final String ENDPOINT = "AWS_ENDPOINT_URL_ECR";
  private static final Duration WHOLE_CALL = Duration.ofSeconds(40);

  private final EcrSettings settings;

  EcrTokenCall(EcrSettings settings) {
    this.settings = settings;
    AwsConnections.prepare();
  }

  /// A fresh token; empty for the public registry where nobody is signed in.
  ///
  /// @throws RemoteFailure where there are no credentials, or AWS refuses
  Optional<EcrToken> ask(EcrHost host) {
    // STS, asked for a role, would else look for its region in the instance metadata, which on a
    // laptop is a wait for nothing.
    if (!settings.isSet("AWS_REGION")) {
      AwsConnections.setUnlessSet("aws.region", settings.regionOf(host));
    }
    settings.http().settings().deadline().check();
    return AwsConnections.within(settings.http(), () -> find(host));
  }

  private Optional<EcrToken> find(EcrHost host) {
    AwsCredentialChain chain = new AwsCredentialChain(settings);
    return host.isPublic()
        ? chain.findConfigured(host.host()).map(identity -> askPublic(host, identity))
        : Optional.of(askPrivate(host, chain.require(host.host())));
  }

  /// A client of the private registries' API.
  EcrClient open(EcrHost host, AwsIdentity identity, SdkHttpClient http) {
    EcrClientBuilder builder = EcrClient.builder();
    if (settings.ignoresConfiguredEndpoints()) {
      builder.endpointOverride(
          EcrEndpointProvider.defaultProvider()
              .resolveEndpoint(at ->
                  at.region(Region.of(settings.regionOf(host)))
                      .useFips(host.fips())
                      .useDualStack(host.dualStack()))
              .join()
              .url());
    } else if (!hasEndpoint()) {
      builder.fipsEnabled(host.fips() ? Boolean.TRUE : null);
      builder.dualstackEnabled(host.dualStack() ? Boolean.TRUE : null);
    }
    return common(builder, host, identity).httpClient(http).build();
  }

  private EcrToken askPrivate(EcrHost host, AwsIdentity identity) {
    try (SdkHttpClient http = http(host);
        EcrClient client = open(host, identity, http)) {
      // Without registryIds, which AWS has deprecated: a token opens every registry of its
      // identity.
      List<AuthorizationData> tokens =
          client.getAuthorizationToken(request -> {}).authorizationData();
      if (tokens.isEmpty()) {
        throw new RemoteFailure("cannot get a token for " + host.host() + ": AWS sent none");
      }
      AuthorizationData first = tokens.getFirst();
      return EcrToken.decode(host, first.authorizationToken(), first.expiresAt());
    } catch (SdkException e) {
      throw AwsErrors.tokenCall(host, identity.place(), e);
    }
  }

  private EcrToken askPublic(EcrHost host, AwsIdentity identity) {
    EcrPublicClientBuilder builder = EcrPublicClient.builder();
    if (settings.ignoresConfiguredEndpoints()) {
      URI regular =
          EcrPublicEndpointProvider.defaultProvider()
              .resolveEndpoint(at -> at.region(Region.of(host.region())))
              .join()
              .url();
      builder.endpointOverride(regular);
    }
    try (SdkHttpClient http = http(host);
        EcrPublicClient client = common(builder, host, identity).httpClient(http).build()) {
      var data = client.getAuthorizationToken(request -> {}).authorizationData();
      return EcrToken.decode(host, data.authorizationToken(), data.expiresAt());
    } catch (SdkException e) {
      throw AwsErrors.tokenCall(host, identity.place(), e);
    }
  }

  private <B extends AwsClientBuilder<B, C>, C> B common(
      B builder, EcrHost host, AwsIdentity identity) {
    return builder
        .region(Region.of(settings.regionOf(host)))
        .credentialsProvider(StaticCredentialsProvider.create(identity.credentials()))
        .overrideConfiguration(config -> config.apiCallTimeout(WHOLE_CALL));
  }

  /// The registry's own API: where the user gave up the checks for the registry, for it too.
  SdkHttpClient http(EcrHost host) {
    return AwsConnections.client(
        settings.http(), settings.http().settings().tls().isInsecure(host.host()));
  }

  /// A configured address and FIPS or dual stack exclude each other in the SDK's endpoint rules.
  private boolean hasEndpoint() {
    return settings.isSet("AWS_ENDPOINT_URL") || settings.isSet(ENDPOINT);
  }
}
