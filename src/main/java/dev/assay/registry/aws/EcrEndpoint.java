package dev.assay.registry.aws;

import dev.assay.failure.UsageFailure;
import dev.assay.registry.Registry;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the registry traffic of an ECR host goes. `ASSAY_ECR_ENDPOINT=http://127.0.0.1:PORT` sends
/// it to a registry on this machine, for tests; nothing but loopback is accepted, because the token
/// goes there too.
public final class EcrEndpoint {
  /// The environment variable.
  public static final String VARIABLE = "ASSAY_ECR_ENDPOINT";

  private static final Pattern LOOPBACK =
      Pattern.compile("https?://(?:127(?:\\.[0-9]{1,3}){3}|localhost|\\[::1])(?::[0-9]{1,5})?/?");

  private EcrEndpoint() {}

  /// What a registry client asks for the address of a host.
  public static Registry.Endpoints of(Map<String, String> environment) {
    Map<String, String> copy = Map.copyOf(environment);
    return host -> override(host, copy);
  }

  /// The address that stands in for a host, or empty where the host's own is to be used.
  ///
  /// @throws UsageFailure where the variable names anything but this machine
  public static Optional<URI> override(String host, Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "");
    if (value.isEmpty() || EcrHost.parse(host).isEmpty()) {
      return Optional.empty();
    }
    if (!LOOPBACK.matcher(value).matches()) {
      throw new UsageFailure(
          "cannot use " + VARIABLE + ": `" + value + "` is not on this machine",
          "write it as http://127.0.0.1:PORT, or unset it");
    }
    return Optional.of(
        URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value));
  }
}
