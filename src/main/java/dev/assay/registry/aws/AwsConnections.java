package dev.assay.registry.aws;

import dev.assay.net.Http;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/// The way of the AWS SDK to the network: by the connections of our own client, so that `--cacert`,
/// `SSL_CERT_FILE`, `certs.d`, proxies and `--timeout` hold for AWS as for registries.
///
/// The SDK makes clients of its own for STS and single sign-on and takes a `SdkHttpService` for
/// them, which it makes by its public constructor and keeps: which client is meant is said by
/// `within`. `--insecure` is not for them: what they send is a secret.
public final class AwsConnections implements SdkHttpService {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 15_000;
  private static final ScopedValue<Http> CURRENT = ScopedValue.newInstance();

  /// Runs work in which the SDK's own clients go the way of that client.
  static <T> T within(Http http, Supplier<T> work) {
    return ScopedValue.where(CURRENT, http).call(work::get);
  }

  /// Sets what the SDK reads from the system's properties when its first class is loaded.
  static void prepare() {
    // slf4j would warn on stderr that nobody listens; what the SDK logs reaches us as exceptions.
    setUnlessSet("slf4j.internal.verbosity", "ERROR");
    // What the SDK opens by itself, to STS and for single sign-on, goes our way too.
    setUnlessSet("software.amazon.awssdk.http.service.impl", AwsConnections.class.getName());
  }

  static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /// A client for one service.
  static SdkHttpClient client(Http http, boolean isInsecure) {
    return UrlConnectionHttpClient.create(
        http.opener(isInsecure, CONNECT_MILLIS, READ_MILLIS)::apply);
  }

  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return CURRENT.isBound() ? new Own(CURRENT.get()) : UrlConnectionHttpClient.builder();
  }

  /// The defaults of a service are about limits, and ours are tighter.
  private record Own(Http http) implements SdkHttpClient.Builder<Own> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return client(http, false);
    }
  }
}
