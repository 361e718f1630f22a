package dev.assay.scan;

import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.Deadline;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.net.Time;
import dev.assay.net.Tls;
import dev.assay.registry.Credential;
import dev.assay.registry.CredentialChain;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.FileCredentials;
import dev.assay.registry.GivenCredentials;
import dev.assay.registry.Registry;
import dev.assay.registry.aws.EcrCredentials;
import dev.assay.registry.aws.EcrEndpoint;
import dev.assay.registry.aws.EcrHost;
import dev.assay.registry.aws.EcrSettings;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one run reaches other machines by: one HTTP client with one log and one deadline.
final class Network implements Closeable {
  private final Http http;
  private final ScanOptions options;
  private final Progress progress;

  private Network(Http http, ScanOptions options, Progress progress) {
    this.http = http;
    this.options = options;
    this.progress = progress;
  }

  /// @param hosts the registries that are named in references; `--insecure` holds for them alone
  static Network open(ScanOptions options, Set<String> hosts, Progress progress) {
    Map<String, String> environment = options.environment();
    Tls tls =
        Tls.of(
            environment,
            options.registry().caCertificates().stream().toList(),
            options.registry().insecure() ? hosts : Set.of());
    HttpSettings settings =
        HttpSettings.standard("assay/" + options.reporting().options().version(), environment)
            .withTls(tls)
            .withProgress(progress)
            .withDeadline(Deadline.after(options.timeout(), Time.SYSTEM));
    return new Network(new Http(settings), options, progress);
  }

  Http http() {
    return http;
  }

  /// The registry client for one image, with credentials from where they may come: what the user
  /// gave, AWS for ECR's hosts, files and helpers.
  Registry registry(ImageRef ref) {
    List<CredentialSource> sources = new ArrayList<>();
    List<Credential> given = given();
    if (!given.isEmpty()) {
      sources.add(new GivenCredentials(given));
    }
    Registry.Endpoints endpoints = Registry.Endpoints.NONE;
    // Nothing of AWS is loaded for the hosts of others.
    if (EcrHost.parse(ref.host()).isPresent()) {
      sources.add(
          new EcrCredentials(
              new EcrSettings(options.environment(), options.subject().region(), progress)));
      endpoints = EcrEndpoint.of(options.environment());
    }
    sources.add(FileCredentials.standard(options.environment(), progress));
    return new Registry(http, new CredentialChain(sources), endpoints);
  }

  private List<Credential> given() {
    List<Credential> given = new ArrayList<>();
    Optional<String> token = options.registry().token();
    token.ifPresent(text -> given.add(new Credential.Bearer(text)));
    options
        .registry()
        .logins()
        .forEach(login -> given.add(new Credential.Basic(login.username(), login.password())));
    return given;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
