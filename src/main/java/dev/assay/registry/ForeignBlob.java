package dev.assay.registry;

import dev.assay.failure.RemoteFailure;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;

/// A layer that registries may not pass on: the manifest says where it is. Read over https and
/// without a login, for the addresses are the image's word.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md> (non-distributable
/// layers)
final class ForeignBlob {
  private static final int MAX_URLS = 5;

  private final Http http;
  private final URI registry;
  private final Descriptor blob;
  private final String purpose;

  /// @param registry whose manifest says so
  ForeignBlob(Http http, URI registry, Descriptor blob, String purpose) {
    this.http = http;
    this.registry = registry;
    this.blob = blob;
    this.purpose = purpose;
  }

  /// The first address that answers.
  ///
  /// @throws RemoteFailure where none does
  Response open(long from) {
    String problem = "no address is https";
    for (String url : blob.urls().subList(0, Math.min(MAX_URLS, blob.urls().size()))) {
      if (!url.startsWith("https://")) {
        continue;
      }
      try {
        Request request = Request.get(purpose, URI.create(url)).namedBy(registry);
        Response response =
            http.send(from == 0 ? request : request.with("Range", "bytes=" + from + "-"));
        if (response.isSuccess()) {
          return response;
        }
        problem = "status " + response.status();
        response.close();
      } catch (RemoteFailure e) {
        http.settings().deadline().check(); // no other address can help there
        problem = e.getMessage();
      } catch (IOException e) {
        problem = NetworkProblem.of(e).problem();
      } catch (IllegalArgumentException e) {
        problem = "a malformed address";
      }
    }
    throw new RemoteFailure(
        "cannot read "
            + purpose
            + " "
            + blob.digest()
            + ": the registry does not have it, and elsewhere: "
            + problem);
  }
}
