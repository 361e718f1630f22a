package dev.assay.sign.tuf;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// A mirror on the web.
public final class HttpMirror implements Mirror {
  private final Http http;
  private final URI base;

  /// @param base with or without a slash at its end
  public HttpMirror(Http http, URI base) {
    this.http = http;
    this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
  }

  @Override
  public Optional<byte[]> get(String path, int maxBytes) {
    URI uri = base.resolve(path);
    String action = "update whom to trust";
    try (Response response = http.send(Request.get("trust", uri))) {
      // Object stores answer 403 for what is not there to whoever may not list.
      if (response.status() == 404 || response.status() == 403) {
        return Optional.empty();
      }
      if (response.status() != 200) {
        throw new RemoteFailure(
            "cannot " + action + ": " + Hosts.shown(uri) + " answers " + response.status());
      }
      return Optional.of(response.readAtMost(maxBytes, path));
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure(action);
    } catch (InputFailure e) {
      throw new RemoteFailure("cannot " + action + ": " + e.getMessage());
    }
  }
}
