package dev.assay.net;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom to trust, host by host: the JDK's authorities, those of the user on top, and folders with
/// authorities and client certificates as Docker keeps them
/// (`certs.d/HOST[:PORT]/{*.crt,*.cert,*.key}`).
///
/// Source: <https://docs.docker.com/engine/security/certificates/>
public final class Tls {
  /// The JDK's authorities alone.
  public static final Tls STANDARD = new Tls(List.of(), List.of(), Set.of());

  private final List<Path> authorities;
  private final List<Path> hostFolders;
  private final Set<String> insecureHosts;
  private final Map<String, Optional<SSLContext>> contexts = new ConcurrentHashMap<>();

  /// @param authorities PEM files or folders of such
  /// @param hostFolders `certs.d` folders
  /// @param insecureHosts hosts, with a port where it is not 443, whose certificate and name are
  ///   not checked
  public Tls(List<Path> authorities, List<Path> hostFolders, Set<String> insecureHosts) {
    this.authorities = List.copyOf(authorities);
    this.hostFolders = List.copyOf(hostFolders);
    this.insecureHosts =
        insecureHosts.stream().map(Hosts::authority).collect(Collectors.toUnmodifiableSet());
  }

  /// With `SSL_CERT_FILE`, `SSL_CERT_DIR` and Docker's folders, so far as they exist.
  ///
  /// @param more further PEM files (`--cacert`), which must exist
  public static Tls of(
      Map<String, String> environment, List<Path> more, Set<String> insecureHosts) {
    List<Path> authorities = new ArrayList<>(more);
    addExisting(authorities, environment.getOrDefault("SSL_CERT_FILE", ""));
    for (String folder : environment.getOrDefault("SSL_CERT_DIR", "").split(":")) {
      addExisting(authorities, folder);
    }
    List<Path> hostFolders = new ArrayList<>();
    String home = environment.getOrDefault("HOME", "");
    addExisting(hostFolders, home.isEmpty() ? "" : home + "/.docker/certs.d");
    addExisting(hostFolders, "/etc/docker/certs.d");
    return new Tls(authorities, hostFolders, insecureHosts);
  }

  private static void addExisting(List<Path> paths, String path) {
    if (!path.isBlank() && Files.exists(Path.of(path))) {
      paths.add(Path.of(path));
    }
  }

  /// Whether the user gave up the checks for that host.
  public boolean isInsecure(String host) {
    return insecureHosts.contains(Hosts.authority(host));
  }

  boolean isInsecure(URI uri) {
    return insecureHosts.contains(Hosts.host(uri) + ":" + Hosts.port(uri));
  }

  /// What to trust at that address; empty where the JDK's own answer will do.
  ///
  /// @throws dev.assay.failure.UsageFailure where a certificate or key cannot be read
  public Optional<SSLSocketFactory> sockets(URI uri) {
    return context(uri).map(SSLContext::getSocketFactory);
  }

  Optional<SSLContext> context(URI uri) {
    return context(uri, isInsecure(uri));
  }

  Optional<SSLContext> context(URI uri, boolean insecure) {
    String key = Hosts.host(uri) + ":" + Hosts.port(uri) + (insecure ? " unchecked" : "");
    return contexts.computeIfAbsent(key, k -> build(uri, insecure));
  }

  private Optional<SSLContext> build(URI uri, boolean insecure) {
    List<Path> files = new ArrayList<>(authorities);
    List<Path> clients = new ArrayList<>();
    for (Path folder : foldersOf(uri)) {
      for (Path file : list(folder)) {
        if (file.toString().endsWith(".crt")) {
          files.add(file);
        } else if (file.toString().endsWith(".cert")) {
          clients.add(file);
        }
      }
    }
    if (files.isEmpty() && clients.isEmpty() && !insecure) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust = {insecure ? new TrustAnyone() : trust(files)};
      context.init(clients.isEmpty() ? new KeyManager[0] : identities(clients), trust, null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot set up TLS", e);
    }
  }

  private List<Path> foldersOf(URI uri) {
    List<Path> folders = new ArrayList<>();
    for (Path root : hostFolders) {
      Path withPort = root.resolve(Hosts.host(uri) + ":" + Hosts.port(uri));
      Path withoutPort = root.resolve(Hosts.host(uri));
      if (Files.isDirectory(withPort)) {
        folders.add(withPort);
      } else if (Hosts.port(uri) == 443 && Files.isDirectory(withoutPort)) {
        folders.add(withoutPort);
      }
    }
    return folders;
  }

  private static X509TrustManager trust(List<Path> files)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate known : trustManager(null).getAcceptedIssuers()) {
      store.setCertificateEntry("jdk" + number++, known);
    }
    for (Path file : files) {
      for (X509Certificate mine : authorities(file)) {
        store.setCertificateEntry("user" + number++, mine);
      }
    }
    return trustManager(store);
  }

  private static List<X509Certificate> authorities(Path path) {
    if (!Files.isDirectory(path)) {
      return Pem.certificates(path);
    }
    List<X509Certificate> all = new ArrayList<>();
    for (Path file : list(path)) {
      if (file.toString().matches(".*\\.(?:pem|crt|cer)")) {
        all.addAll(Pem.certificates(file));
      }
    }
    return all;
  }

  @SuppressWarnings("NullAway") // a null store is the JDK's own
  private static X509TrustManager trustManager(@org.jspecify.annotations.Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static KeyManager[] identities(List<Path> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Path certificate : certificates) {
      String name = String.valueOf(certificate.getFileName());
      Path key = certificate.resolveSibling(name.substring(0, name.length() - 5) + ".key");
      store.setKeyEntry(
          name,
          Pem.key(key),
          new char[0],
          Pem.certificates(certificate).toArray(X509Certificate[]::new));
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static List<Path> list(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      stream.forEach(files::add);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw new dev.assay.failure.UsageFailure("cannot read the folder " + folder);
    }
    files.sort(null);
    return files;
  }
}
