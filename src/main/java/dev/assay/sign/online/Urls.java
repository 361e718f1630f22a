package dev.assay.sign.online;

import java.net.URI;

/// Addresses below a service's own.
final class Urls {
  private Urls() {}

  static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create(text + (text.endsWith("/") ? "" : "/") + path);
  }
}
