package dev.assay.registry.aws;

import dev.assay.failure.Failure;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.net.Tls;
import dev.assay.registry.Credential;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs in a process of its own, because the AWS SDK reads the process's environment: prints what
/// `EcrCredentials` finds for a host.
final class EcrProbe {
  private EcrProbe() {}

  /// Takes the host, and `--insecure` where its certificate is not to be checked. Prints the places
  /// that were asked, then `USER:PASSWORD`, `anonymous` or the failure.
  public static void main(String[] args) {
    Progress progress =
        new Progress() {
          @Override
          public void step(String what, long done, long total) {}

          @Override
          public void warn(String message) {
            System.out.println("warn: " + message);
          }

          @Override
          public void debug(String message) {
            System.out.println("debug: " + message);
          }
        };
    Set<String> insecure = List.of(args).contains("--insecure") ? Set.of(args[0]) : Set.of();
    Http http =
        new Http(
            HttpSettings.standard("assay/test", System.getenv())
                .withTls(Tls.of(System.getenv(), List.of(), insecure)));
    EcrSettings settings = new EcrSettings(System.getenv(), Optional.empty(), http, progress);
    try {
      System.out.println(
          new EcrCredentials(settings)
              .find(args[0])
              .map(Credential.Basic.class::cast)
              .map(basic -> basic.username() + ":" + basic.password())
              .orElse("anonymous"));
    } catch (Failure e) {
      System.out.println("failure " + e.exitCode() + ": " + e.getMessage());
      System.out.println("hint: " + e.hint());
    }
  }
}
