package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.net.Hosts;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;

/// Asks for a page of the list of what refers to a manifest. Empty where the registry has no such
/// lists; anything that is no list is a failure, never an empty list.
///
/// Source:
/// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers>
final class ReferrerLister implements Endpoint<Optional<ReferrerPage>> {
  private final ReferrerQuery query;
  private final String page;

  /// @param page path of the page, or empty for the first
  ReferrerLister(ReferrerQuery query, String page) {
    this.query = query;
    this.page = page;
  }

  @Override
  public Request request(URI base) {
    String filter =
        query.artifactType().isEmpty()
            ? ""
            : "?artifactType=" + URLEncoder.encode(query.artifactType(), UTF_8);
    String first =
        "/v2/" + query.repository().repository() + "/referrers/" + query.subject() + filter;
    return Request.get("referrers", base.resolve(page.isEmpty() ? first : page))
        .with("Accept", MediaTypes.OCI_INDEX);
  }

  @Override
  public Optional<ReferrerPage> read(Response response) throws IOException {
    try {
      byte[] content = response.readAtMost(Manifest.MAX_BYTES, "referrers");
      WebPage.refuse(response, content, action());
      if (Manifest.parse(content, MediaTypes.OCI_INDEX, "referrers") instanceof ImageIndex index) {
        return Optional.of(new ReferrerPage(index.manifests(), next(response), content.length));
      }
      throw unusable("an image where the list should be");
    } catch (InputFailure e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
  }

  /// A part that is left out would hide a referrer, so a link that cannot be followed is a failure.
  private Optional<String> next(Response response) {
    return NameLister.link(response)
        .map(link -> {
          try {
            URI target = response.uri().resolve(link);
            if (Hosts.origin(target).equals(Hosts.origin(response.uri()))) {
              return target.getRawPath()
                  + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            }
            throw unusable("the next page of the list is on another server");
          } catch (IllegalArgumentException e) {
            throw unusable("the link to the next page of the list is malformed");
          }
        });
  }

  /// A registry without lists knows no such path. Some say so with other words than 404.
  @Override
  public Optional<Optional<ReferrerPage>> refused(int status, RegistryErrors errors) {
    boolean isUnknown =
        status == 404
            || status == 405
            || status == 406
            || (status == 400 && errors.has("UNSUPPORTED"));
    return isUnknown && page.isEmpty() ? Optional.of(Optional.empty()) : Optional.empty();
  }

  private RemoteFailure unusable(String problem) {
    return new RemoteFailure("cannot " + action() + ": " + problem);
  }

  @Override
  public String scope() {
    return "repository:" + query.repository().repository() + ":pull";
  }

  @Override
  public String action() {
    return "list what refers to " + query.repository().at(query.subject());
  }
}
