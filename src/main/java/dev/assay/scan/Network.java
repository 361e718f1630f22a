package dev.assay.scan;

import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.Deadline;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.net.Time;
import dev.assay.net.Tls;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Registry;
import dev.assay.registry.aws.EcrSettings;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What one run reaches other machines by: one HTTP client with one log and one deadline.
final class Network implements Closeable {
  private final Http http;
  private final ScanOptions options;
  private final Set<String> hosts;
  private final Progress progress;

  private Network(Http http, ScanOptions options, Set<String> hosts, Progress progress) {
    this.http = http;
    this.options = options;
    this.hosts = Set.copyOf(hosts);
    this.progress = progress;
  }

  /// @param hosts the registries that images are named in; `--insecure` holds for them and for
  ///   those of databases alone
  static Network open(ScanOptions options, Set<String> hosts, Progress progress) {
    Map<String, String> environment = options.environment();
    Set<String> all = new HashSet<>(hosts);
    options.database().repositories().forEach(ref -> all.add(ref.host()));
    Tls tls =
        Tls.of(
            environment,
            options.registry().caCertificates().stream().toList(),
            options.registry().insecure() ? all : Set.of());
    HttpSettings settings =
        HttpSettings.standard("assay/" + options.reporting().options().version(), environment)
            .withTls(tls)
            .withProgress(progress)
            .withDeadline(Deadline.after(options.timeout(), Time.SYSTEM));
    return new Network(new Http(settings), options, hosts, progress);
  }

  Http http() {
    return http;
  }

  /// Where one image is: a registry, or a layout.
  ContentStore place(ImageRef ref) {
    return registries().place(ref, options.registry(), options.subject().region());
  }

  /// The registry client for one image.
  Registry registry(ImageRef ref) {
    return registries().given(ref, options.registry(), options.subject().region());
  }

  /// The registry client for a database. A password that was typed is for the images' registry: it
  /// goes along only where the database is there too.
  Registry databaseRegistry(ImageRef ref) {
    return hosts.contains(ref.host()) ? registry(ref) : registries().stored(ref);
  }

  /// How AWS is asked.
  EcrSettings aws() {
    return new EcrSettings(options.environment(), options.subject().region(), http, progress);
  }

  private Registries registries() {
    return new Registries(http, options.environment(), progress);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
