package dev.assay.advisory;

import dev.assay.advisory.feed.RemoteInput.Address;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Ecosystem;
import dev.assay.net.Hosts;
import java.net.URI;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where upstream publishes the advisories of an ecosystem, in bulk. A mirror has the same files
/// below its own address, by host and path: `https://secdb.alpinelinux.org/v3.20/main.json` is at
/// `MIRROR/secdb.alpinelinux.org/v3.20/main.json`.
public final class Upstream {
  /// Names the environment variable with the address of a mirror.
  public static final String MIRROR = "ASSAY_ADVISORY_MIRROR";

  private static final String OSV = "https://osv-vulnerabilities.storage.googleapis.com/";
  private static final int FIRST_NVD_YEAR = 2002;

  /// Folders of osv.dev by our name.
  private static final Map<String, String> OSV_FOLDERS =
      Map.ofEntries(
          Map.entry("alma", "AlmaLinux"),
          Map.entry("azurelinux", "Azure%20Linux"),
          Map.entry("bitnami", "Bitnami"),
          Map.entry("cargo", "crates.io"),
          Map.entry("cbl-mariner", "Azure%20Linux"),
          Map.entry("chainguard", "Chainguard"),
          Map.entry("composer", "Packagist"),
          Map.entry("conan", "ConanCenter"),
          Map.entry("gem", "RubyGems"),
          Map.entry("go", "Go"),
          Map.entry("hackage", "Hackage"),
          Map.entry("hex", "Hex"),
          Map.entry("julia", "Julia"),
          Map.entry("maven", "Maven"),
          Map.entry("npm", "npm"),
          Map.entry("nuget", "NuGet"),
          Map.entry("opensuse-leap", "openSUSE"),
          Map.entry("opensuse-tumbleweed", "openSUSE"),
          Map.entry("photon", "Photon%20OS"),
          Map.entry("pub", "Pub"),
          Map.entry("pypi", "PyPI"),
          Map.entry("redhat", "Red%20Hat"),
          Map.entry("rocky", "Rocky%20Linux"),
          Map.entry("slem", "SUSE"),
          Map.entry("sles", "SUSE"),
          Map.entry("swift", "SwiftURL"),
          Map.entry("ubuntu", "Ubuntu"),
          Map.entry("wolfi", "Wolfi"));

  private final Optional<URI> mirror;

  private Upstream(Optional<URI> mirror) {
    this.mirror = mirror;
  }

  /// Upstream itself, or the mirror that the environment names.
  ///
  /// @throws UsageFailure where the mirror's address is none, or would carry advisories in the open
  public static Upstream of(Map<String, String> environment) {
    String text = environment.getOrDefault(MIRROR, "");
    if (text.isEmpty()) {
      return new Upstream(Optional.empty());
    }
    try {
      URI uri = URI.create(text.endsWith("/") ? text : text + "/");
      String scheme = String.valueOf(uri.getScheme());
      boolean isSafe = scheme.equals("https") || (scheme.equals("http") && Hosts.isLoopback(uri));
      if (uri.getHost() != null && isSafe) {
        return new Upstream(Optional.of(uri));
      }
    } catch (IllegalArgumentException e) {
      // Reported below, as any other text that is no address.
    }
    throw new UsageFailure(
        "`" + MIRROR + "` is no https address", "plain http is for this machine alone");
  }

  /// One thing to fetch.
  ///
  /// @param feed who reads it
  /// @param label for people
  /// @param addresses its files
  /// @param subject the ecosystem it is about; without release where it has them all
  /// @param isEnrichment whether it is about vulnerabilities alone
  record Fetch(
      String feed, String label, List<Address> addresses, Ecosystem subject, boolean isEnrichment) {
    Fetch {
      addresses = List.copyOf(addresses);
    }

    /// Whether it brings the advisories of an ecosystem.
    boolean brings(Ecosystem ecosystem) {
      return subject.name().equals(ecosystem.name())
          && (subject.release().isEmpty() || subject.release().equals(ecosystem.release()));
    }
  }

  /// What to fetch for an ecosystem, or empty where nobody publishes it in a form read here.
  Optional<Fetch> advisories(Ecosystem ecosystem) {
    return switch (ecosystem.name()) {
      case "alpine" -> alpine(ecosystem);
      case "debian" ->
          Optional.of(
              fetch(
                  "debian",
                  new Ecosystem("debian", ""),
                  List.of(address("https://security-tracker.debian.org/tracker/data/json"))));
      case "kubernetes" ->
          Optional.of(
              fetch(
                  "kubernetes",
                  new Ecosystem("kubernetes", ""),
                  List.of(
                      address(
                          "https://github.com/kubernetes-sigs/cve-feed-osv/archive/refs/heads/main.tar.gz"))));
      case "oracle" ->
          Optional.of(
              fetch(
                  "oracle",
                  new Ecosystem("oracle", ""),
                  List.of(
                      address(
                          "https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2"))));
      default ->
          Optional.ofNullable(OSV_FOLDERS.get(ecosystem.name()))
              .map(folder ->
                  fetch(
                      "osv",
                      new Ecosystem(ecosystem.name(), ""),
                      List.of(address(OSV + folder + "/all.zip"))));
    };
  }

  private Optional<Fetch> alpine(Ecosystem ecosystem) {
    if (ecosystem.release().isEmpty()) {
      return Optional.empty();
    }
    String release = ecosystem.release().equals("edge") ? "edge" : "v" + ecosystem.release();
    String base = "https://secdb.alpinelinux.org/" + release;
    return Optional.of(
        fetch(
            "alpine-secdb",
            ecosystem,
            List.of(
                address(base + "/main.json"), new Address(at(base + "/community.json"), true))));
  }

  /// What is known to be exploited: small, so it always comes along.
  Fetch exploited() {
    return enrichment(
        "kev",
        List.of(
            address(
                "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json")));
  }

  /// How likely each CVE is to be exploited: it comes only where it was there before.
  Fetch probabilities() {
    return enrichment(
        "epss", List.of(address("https://epss.empiricalsecurity.com/epss_scores-current.csv.gz")));
  }

  /// Scores and texts of all years: large, so it comes only where it was there before.
  Fetch scores(Year now) {
    List<Address> years = new ArrayList<>();
    for (int year = FIRST_NVD_YEAR; year <= now.getValue(); year++) {
      String file = "https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-" + year + ".json.gz";
      years.add(new Address(at(file), year == now.getValue()));
    }
    return enrichment("nvd", years);
  }

  private static Fetch fetch(String feed, Ecosystem subject, List<Address> addresses) {
    return new Fetch(feed, "advisories for " + subject, addresses, subject, false);
  }

  private static Fetch enrichment(String feed, List<Address> addresses) {
    return new Fetch(feed, feed, addresses, new Ecosystem(feed, ""), true);
  }

  private Address address(String text) {
    return new Address(at(text), false);
  }

  private URI at(String text) {
    return mirror
        .map(base -> base.resolve(text.substring("https://".length())))
        .orElseGet(() -> URI.create(text));
  }
}
