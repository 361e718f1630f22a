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
    String place = place(vulnerability.id());
    return place.isEmpty()
        ? vulnerability.references().stream().filter(Links::isWebPage).findFirst().orElse("")
        : place + vulnerability.id();
  }

  private static String place(String id) {
    if (!id.contains("-") || !PLAIN_ID.matcher(id).matches()) {
      return "";
    }
    return switch (id.substring(0, id.indexOf('-'))) {
      case "CVE" -> "https://nvd.nist.gov/vuln/detail/";
      case "GHSA" -> "https://github.com/advisories/";
      case "DLA", "DSA", "TEMP" -> "https://security-tracker.debian.org/tracker/";
      case "USN" -> "https://ubuntu.com/security/notices/";
      case "GO", "MAL", "OSV", "PYSEC", "RUSTSEC" -> "https://osv.dev/vulnerability/";
      default -> "";
    };
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
