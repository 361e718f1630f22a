package dev.assay.registry;

import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;

/// Asks whether a registry is there and takes our login.
final class Pinger implements Endpoint<Boolean> {
  private final String host;

  Pinger(String host) {
    this.host = host;
  }

  @Override
  public Request request(URI base) {
    return Request.get("ping", base.resolve("/v2/"));
  }

  @Override
  public Boolean read(Response response) {
    WebPage.refuse(response, action());
    return true;
  }

  @Override
  public String scope() {
    return "";
  }

  @Override
  public String action() {
    return "log in to " + host;
  }
}
