package dev.assay.registry;

import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLHandshakeException;

/// Where a registry answers, and by which scheme: https; on this machine http first (unless the
/// port is 443), https where it speaks TLS; with `--insecure` https, else http.
final class Origins {
  private final Http http;
  private final Registry.Endpoints endpoints;
  private final Map<String, URI> known = new ConcurrentHashMap<>();

  Origins(Http http, Registry.Endpoints endpoints) {
    this.http = http;
    this.endpoints = endpoints;
  }

  /// The base of a registry's addresses: `https://host[:port]`.
  ///
  /// @param host as in the reference
  URI of(String host) {
    return known.computeIfAbsent(host, this::find);
  }

  private URI find(String host) {
    Optional<URI> other = endpoints.find(host);
    if (other.isPresent()) {
      return other.get();
    }
    String name = host.equals("docker.io") ? "registry-1.docker.io" : host;
    URI secure = URI.create("https://" + name);
    URI open = URI.create("http://" + name);
    try {
      if (Hosts.isLoopback(name)) {
        return Hosts.port(name, 80) == 443 || !speaksHttp(open) ? secure : open;
      }
      if (http.settings().tls().isInsecure(name)) {
        return answers(secure) ? secure : open;
      }
      return secure;
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("reach the registry " + host);
    }
  }

  /// Whether plain HTTP is understood there. Servers that want TLS answer plain HTTP with status
  /// 400 or hang up. What else may be wrong is better told by the request that matters.
  private boolean speaksHttp(URI base) throws IOException {
    try (Response response = ping(base)) {
      if (response.status() != 400
          || response.header("Docker-Distribution-Api-Version").isPresent()) {
        return true;
      }
    } catch (ConnectException e) {
      throw e; // nobody there
    } catch (IOException e) {
      return !answers(URI.create("https://" + base.getAuthority()));
    }
    return !answers(URI.create("https://" + base.getAuthority()));
  }

  /// Whether anything comes back at all, be it a certificate that cannot be trusted.
  private boolean answers(URI base) {
    try {
      ping(base).close();
      return true;
    } catch (SSLHandshakeException e) {
      String text = String.valueOf(e.getMessage());
      return !text.contains("plaintext connection");
    } catch (IOException e) {
      return false;
    }
  }

  private Response ping(URI base) throws IOException {
    return http.probe(Request.get("ping", base.resolve("/v2/")));
  }
}
