package dev.assay.registry.aws;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Objects of one bucket of S3, or of what speaks like it (`AWS_ENDPOINT_URL_S3`,
/// `AWS_ENDPOINT_URL`). Credentials are looked for where they are for ECR. Safe for several
/// threads.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html>
public final class S3Bucket implements Closeable {
  private static final Duration WHOLE_CALL = Duration.ofSeconds(20);
  private static final String FALLBACK_REGION = "us-east-1";

  private final EcrSettings settings;
  private final String bucket;
  private final SdkHttpClient http;
  private Optional<S3Client> client = Optional.empty();

  /// Nothing is asked before the first object is.
  public S3Bucket(EcrSettings settings, String bucket) {
    this.settings = settings;
    this.bucket = bucket;
    this.http = AwsConnections.client(settings.http(), false);
    AwsConnections.prepare();
  }

  /// An object's bytes; empty where there is none, or a larger one.
  ///
  /// @throws IOException where S3 refuses or cannot be reached
  /// @throws dev.assay.failure.RemoteFailure where there are no credentials
  public Optional<byte[]> get(String key, int maxBytes) throws IOException {
    return call(() -> {
      try (ResponseInputStream<GetObjectResponse> object =
          client().getObject(request -> request.bucket(bucket).key(key))) {
        byte[] content = object.readNBytes(maxBytes + 1);
        return content.length > maxBytes ? Optional.empty() : Optional.of(content);
      } catch (NoSuchKeyException e) {
        return Optional.empty();
      }
    });
  }

  /// Puts an object, whole or not at all.
  ///
  /// @throws IOException where S3 refuses or cannot be reached
  /// @throws dev.assay.failure.RemoteFailure where there are no credentials
  public void put(String key, byte[] content) throws IOException {
    call(() ->
        client()
            .putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content)));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T call(Work<T> work) throws IOException {
    settings.http().settings().deadline().check();
    Supplier<Result<T>> inside =
        () -> {
          try {
            return new Result<>(Optional.ofNullable(work.run()), Optional.empty());
          } catch (IOException e) {
            return new Result<>(Optional.empty(), Optional.of(e));
          } catch (SdkException e) {
            IOException problem = new IOException(AwsErrors.reason(e), e);
            return new Result<>(Optional.empty(), Optional.of(problem));
          }
        };
    Result<T> result = AwsConnections.within(settings.http(), inside);
    if (result.problem().isPresent()) {
      throw result.problem().get();
    }
    return result.value().orElseThrow();
  }

  private record Result<T>(Optional<T> value, Optional<IOException> problem) {}

  private synchronized S3Client client() {
    if (client.isEmpty()) {
      client = Optional.of(build());
    }
    return client.get();
  }

  private S3Client build() {
    Map<String, String> environment = settings.environment();
    String region =
        environment.getOrDefault(
            "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", FALLBACK_REGION));
    AwsIdentity identity = new AwsCredentialChain(settings).require("s3://" + bucket);
    boolean hasEndpoint =
        !settings.ignoresConfiguredEndpoints()
            && (settings.isSet("AWS_ENDPOINT_URL") || settings.isSet("AWS_ENDPOINT_URL_S3"));
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .region(Region.of(region))
            .credentialsProvider(StaticCredentialsProvider.create(identity.credentials()))
            .overrideConfiguration(config -> config.apiCallTimeout(WHOLE_CALL));
    if (hasEndpoint) {
      // What stands in for S3 seldom answers to a host name for each bucket.
      builder.forcePathStyle(true);
    } else {
      builder.crossRegionAccessEnabled(true);
    }
    if (settings.ignoresConfiguredEndpoints()) {
      builder.endpointOverride(URI.create("https://s3." + region + ".amazonaws.com"));
    }
    return builder.build();
  }

  @Override
  public synchronized void close() {
    client.ifPresent(S3Client::close);
    http.close();
  }
}
