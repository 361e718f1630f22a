package dev.assay.registry.aws;

import dev.assay.model.Progress;
import dev.assay.net.Http;
import java.util.Map;
import java.util.Optional;

/// How ECR is to be asked.
///
/// @param environment the process's own variables. The AWS SDK reads the process's environment by
///   itself; this copy decides which places are worth asking and what a message names
/// @param region from `--region`; empty takes the one in the reference
/// @param http whose proxies, authorities and time limit hold for the calls to AWS
/// @param progress where notes for `--debug` go
public record EcrSettings(
    Map<String, String> environment, Optional<String> region, Http http, Progress progress) {
  public EcrSettings {
    environment = Map.copyOf(environment);
  }

  boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isBlank();
  }

  /// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`, which this SDK does not know.
  boolean ignoresConfiguredEndpoints() {
    return environment
        .getOrDefault("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "")
        .equalsIgnoreCase("true");
  }

  String regionOf(EcrHost host) {
    return host.isPublic() ? host.region() : region.orElse(host.region());
  }
}
