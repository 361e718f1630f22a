package dev.assay.registry;

import dev.assay.format.json.Json;
import dev.assay.net.Hosts;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One page of a list of names: tags of a repository, or the registry's repositories.
final class NameLister implements Endpoint<NameLister.Page> {
  private static final int MAX_BYTES = 16 << 20;
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;.*?rel=\"?next\"?");

  private final String path;
  private final String key;
  private final String scope;
  private final String action;

  /// @param next path and query of the next page
  record Page(List<String> names, Optional<String> next) {}

  private NameLister(String path, String key, String scope, String action) {
    this.path = path;
    this.key = key;
    this.scope = scope;
    this.action = action;
  }

  static NameLister tags(String host, String repository) {
    return new NameLister(
        "/v2/" + repository + "/tags/list?n=1000",
        "tags",
        "repository:" + repository + ":pull",
        "list the tags of " + host + "/" + repository);
  }

  static NameLister catalog(String host) {
    return new NameLister(
        "/v2/_catalog?n=1000",
        "repositories",
        "registry:catalog:*",
        "list the repositories of " + host);
  }

  NameLister at(String next) {
    return new NameLister(next, key, scope, action);
  }

  @Override
  public Request request(URI base) {
    return Request.get(key, base.resolve(path)).with("Accept", "application/json");
  }

  @Override
  public Page read(Response response) throws IOException {
    byte[] content = response.readAtMost(MAX_BYTES, action);
    WebPage.refuse(response, content, action);
    Json json = Json.parse(content, action);
    return new Page(json.texts(key), next(response));
  }

  /// What the answer links to as its next page, as written.
  ///
  /// Source: RFC 8288
  static Optional<String> link(Response response) {
    for (String header : response.headers("Link")) {
      Matcher link = NEXT.matcher(header);
      if (link.find()) {
        return Optional.of(link.group(1));
      }
    }
    return Optional.empty();
  }

  /// The next page's path, where it is on the same server: our credential goes nowhere else.
  private static Optional<String> next(Response response) {
    Optional<String> link = link(response);
    if (link.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI target = response.uri().resolve(link.get());
      return Hosts.origin(target).equals(Hosts.origin(response.uri()))
          ? Optional.of(
              target.getRawPath()
                  + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what is no address leads nowhere
    }
  }

  @Override
  public String scope() {
    return scope;
  }

  @Override
  public String action() {
    return action;
  }
}
