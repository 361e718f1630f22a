package dev.assay.scan;

import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.registry.ContentStore;
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
import dev.assay.registry.layout.Layout;
import dev.assay.scan.ScanOptions.RegistryAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Registry clients with credentials from where they may come: what the user gave, AWS for ECR's
/// hosts, files and helpers.
///
/// @param environment the process's variables
public record Registries(Http http, Map<String, String> environment, Progress progress) {
  public Registries {
    environment = Map.copyOf(environment);
  }

  /// Where a reference leads: the registry, or a layout on this machine.
  ///
  /// @param access what the user gave, for that registry
  /// @param region of AWS, where the user named one
  public ContentStore place(ImageRef ref, RegistryAccess access, Optional<String> region) {
    return ref.isLayout()
        ? new Layout(Path.of(ref.repository()), http.settings())
        : given(ref, access, region);
  }

  /// The client for the registry that the user's password is for.
  ///
  /// @param region of AWS, where the user named one
  public Registry given(ImageRef ref, RegistryAccess access, Optional<String> region) {
    List<Credential> given = new ArrayList<>();
    access.token().ifPresent(text -> given.add(new Credential.Bearer(text)));
    access
        .logins()
        .forEach(login -> given.add(new Credential.Basic(login.username(), login.password())));
    return of(ref, given, region);
  }

  /// The client for another registry: a password that was typed is not for it.
  public Registry stored(ImageRef ref) {
    return of(ref, List.of(), Optional.empty());
  }

  private Registry of(ImageRef ref, List<Credential> given, Optional<String> region) {
    List<CredentialSource> sources = new ArrayList<>();
    if (!given.isEmpty()) {
      sources.add(new GivenCredentials(given));
    }
    Registry.Endpoints endpoints = Registry.Endpoints.NONE;
    // Nothing of AWS is loaded for the hosts of others.
    if (EcrHost.parse(ref.host()).isPresent()) {
      sources.add(new EcrCredentials(new EcrSettings(environment, region, http, progress)));
      endpoints = EcrEndpoint.of(environment);
    }
    sources.add(FileCredentials.standard(environment, progress));
    return new Registry(http, new CredentialChain(sources), endpoints);
  }
}
