package dev.assay.report;

import dev.assay.model.Vulnerability;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/// Where people read about a vulnerability.
final class Links {
  private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Links() {}

  /// The page that its id belongs to; else the first reference that is a web page; else empty.
  static String primary(Vulnerability vulnerability) {
    String id = vulnerability.id();
    if (PLAIN_ID.matcher(id).matches()) {
      String prefix = id.contains("-") ? id.substring(0, id.indexOf('-')) : "";
      switch (prefix) {
        case "CVE":
          return "https://nvd.nist.gov/vuln/detail/" + id;
        case "GHSA":
          return "https://github.com/advisories/" + id;
        case "DSA", "DLA", "TEMP":
          return "https://security-tracker.debian.org/tracker/" + id;
        case "USN":
          return "https://ubuntu.com/security/notices/" + id;
        case "GO", "MAL", "OSV", "PYSEC", "RUSTSEC":
          return "https://osv.dev/vulnerability/" + id;
        default:
      }
    }
    return vulnerability.references().stream().filter(Links::isWebPage).findFirst().orElse("");
  }

  private static boolean isWebPage(String address) {
    try {
      URI uri = new URI(address);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return isWeb && uri.getHost() != null && uri.toASCIIString().equals(address);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
