package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Component;
import dev.assay.model.Report;

/// Where a finding is, as a relative reference that any reader of SARIF can resolve.
final class SarifPath {
  /// The base that all of them are relative to.
  static final String BASE = "ROOTPATH";

  private static final String PLAIN = "-._~/@+!$&'()*,;=";

  private SarifPath() {}

  /// The place of a component: its file, or for a distribution's package the image's repository
  /// without its host, or the folder that was scanned.
  static String of(Report report, Component component) {
    if (!component.type().isSystem() && !component.path().isEmpty()) {
      return of(component.path());
    }
    return of(
        report
            .image()
            .map(image -> withoutHost(Identity.repository(image)))
            .orElse(report.artifactName()));
  }

  private static String withoutHost(String repository) {
    int slash = repository.indexOf('/');
    String first = slash < 0 ? "" : repository.substring(0, slash);
    boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    return isHost ? repository.substring(slash + 1) : repository;
  }

  /// A path as a relative reference; `.` where it is empty.
  ///
  /// Source: RFC 3986, section 4.2
  static String of(String path) {
    StringBuilder uri = new StringBuilder(path.length());
    for (byte b : path.getBytes(UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c == '/' && uri.isEmpty()) {
        continue;
      }
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (isPlain) {
        uri.append(c);
      } else {
        uri.append(String.format("%%%02X", (int) c));
      }
    }
    return uri.isEmpty() ? "." : uri.toString();
  }
}
