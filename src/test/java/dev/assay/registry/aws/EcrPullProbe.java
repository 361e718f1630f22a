package dev.assay.registry.aws;

import dev.assay.failure.Failure;
import dev.assay.image.RegistryImage;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Layer;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.registry.Registry;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.util.Optional;

/// Runs in a process of its own, because the AWS SDK reads the process's environment: pulls an
/// image from ECR and prints what it got.
final class EcrPullProbe {
  private EcrPullProbe() {}

  /// Prints the manifest's digest and the digest of each layer's bytes, or the failure.
  public static void main(String[] args) throws IOException {
    EcrCredentials credentials =
        new EcrCredentials(
            new EcrSettings(System.getenv(), Optional.empty(), TestHttp.client(), Progress.SILENT));
    HttpSettings settings = HttpSettings.standard("assay/test", System.getenv());
    try (Http http = new Http(settings)) {
      Registry registry = new Registry(http, credentials, EcrEndpoint.of(System.getenv()));
      try (RegistryImage image =
          RegistryImage.open(registry, ImageRef.parse(args[0]), PlatformChoice.DEFAULT)) {
        System.out.println(image.facts().manifestDigest());
        for (Layer layer : image.facts().layers()) {
          System.out.println(Digest.sha256(image.layer(layer).open().readAllBytes()));
        }
      }
    } catch (Failure e) {
      System.out.println("failure " + e.exitCode() + ": " + e.getMessage());
      System.out.println("hint: " + e.hint());
    }
  }
}
