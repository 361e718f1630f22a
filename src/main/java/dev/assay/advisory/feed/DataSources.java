package dev.assay.advisory.feed;

import dev.assay.model.DataSource;
import java.util.List;
import java.util.Map;

/// Who publishes what; ids and names are Trivy's where Trivy has the source.
public final class DataSources {
  public static final DataSource ALMA =
      new DataSource("alma", "AlmaLinux Product Errata", "https://errata.almalinux.org/");
  public static final DataSource ALPINE =
      new DataSource("alpine", "Alpine Secdb", "https://secdb.alpinelinux.org/");
  public static final DataSource AMAZON =
      new DataSource("amazon", "Amazon Linux Security Center", "https://alas.aws.amazon.com/");
  public static final DataSource AZURE =
      new DataSource(
          "azure",
          "Azure Linux Vulnerability Data",
          "https://github.com/microsoft/AzureLinuxVulnerabilityData");
  public static final DataSource BITNAMI =
      new DataSource(
          "bitnami", "Bitnami Vulnerability Database", "https://github.com/bitnami/vulndb");
  public static final DataSource CHAINGUARD =
      new DataSource(
          "chainguard",
          "Chainguard Security Data",
          "https://packages.cgr.dev/chainguard/security.json");
  public static final DataSource CVE =
      new DataSource("cve5", "CVE Program", "https://github.com/CVEProject/cvelistV5");
  public static final DataSource DEBIAN =
      new DataSource(
          "debian",
          "Debian Security Tracker",
          "https://salsa.debian.org/security-tracker-team/security-tracker");
  public static final DataSource DRUPAL =
      new DataSource(
          "drupal",
          "Drupal Advisory Database",
          "https://github.com/DrupalSecurityTeam/drupal-advisory-database");
  public static final DataSource EPSS =
      new DataSource("epss", "Exploit Prediction Scoring System", "https://www.first.org/epss/");
  public static final DataSource GHSA =
      new DataSource("ghsa", "GitHub Security Advisory", "https://github.com/advisories");
  public static final DataSource GOVULNDB =
      new DataSource("govulndb", "The Go Vulnerability Database", "https://pkg.go.dev/vuln/");
  public static final DataSource HASKELL =
      new DataSource(
          "haskell",
          "Haskell Security Advisories",
          "https://github.com/haskell/security-advisories");
  public static final DataSource JULIA =
      new DataSource(
          "julia",
          "Julia Ecosystem Security Advisories",
          "https://github.com/JuliaLang/SecurityAdvisories.jl");
  public static final DataSource K8S =
      new DataSource(
          "k8s",
          "Official Kubernetes CVE Feed",
          "https://kubernetes.io/docs/reference/issues-security/official-cve-feed/index.json");
  public static final DataSource KEV =
      new DataSource(
          "kev",
          "Known Exploited Vulnerabilities Catalog",
          "https://www.cisa.gov/known-exploited-vulnerabilities-catalog");
  public static final DataSource MALICIOUS =
      new DataSource(
          "ossf-malicious",
          "OpenSSF Malicious Packages",
          "https://github.com/ossf/malicious-packages");
  public static final DataSource MAVEN_INDEX =
      new DataSource("maven-index", "A Maven repository", "");
  public static final DataSource NVD =
      new DataSource("nvd", "National Vulnerability Database", "https://nvd.nist.gov/");
  public static final DataSource ORACLE =
      new DataSource(
          "oracle-oval",
          "Oracle Linux OVAL definitions",
          "https://linux.oracle.com/security/oval/");
  public static final DataSource OSV = new DataSource("osv", "OSV", "https://osv.dev/");
  public static final DataSource PYPA =
      new DataSource(
          "pypa",
          "Python Packaging Advisory Database",
          "https://github.com/pypa/advisory-database");
  public static final DataSource PHOTON =
      new DataSource(
          "photon",
          "Photon OS CVE metadata",
          "https://packages.vmware.com/photon/photon_cve_metadata/");
  public static final DataSource REDHAT =
      new DataSource("redhat", "Red Hat Security Data", "https://security.access.redhat.com/data/");
  public static final DataSource ROCKY =
      new DataSource("rocky", "Rocky Linux updateinfo", "https://errata.rockylinux.org/");
  public static final DataSource RUSTSEC =
      new DataSource("rustsec", "RustSec Advisory Database", "https://rustsec.org/");
  public static final DataSource SUSE =
      new DataSource("suse", "SUSE Security Data", "https://ftp.suse.com/pub/projects/security/");
  public static final DataSource UBUNTU =
      new DataSource(
          "ubuntu", "Ubuntu CVE Tracker", "https://git.launchpad.net/ubuntu-cve-tracker");

  public static final DataSource WOLFI =
      new DataSource("wolfi", "Wolfi Secdb", "https://packages.wolfi.dev/os/security.json");
  public static final DataSource ANCHORE =
      new DataSource(
          "cve-data-enrichment",
          "Anchore CVE Data Enrichment",
          "https://github.com/anchore/cve-data-enrichment");
  public static final DataSource ELIXIR =
      new DataSource(
          "elixir",
          "Elixir Security Advisories",
          "https://github.com/dependabot/elixir-security-advisories");
  public static final DataSource NODEJS =
      new DataSource(
          "nodejs-security-wg",
          "Node.js Ecosystem Security Working Group",
          "https://github.com/nodejs/security-wg");
  public static final DataSource PHP =
      new DataSource(
          "php-security-advisories",
          "PHP Security Advisories Database",
          "https://github.com/FriendsOfPHP/security-advisories");
  public static final DataSource PROJECT_KB =
      new DataSource("project-kb", "SAP Project KB", "https://github.com/SAP/project-kb");
  public static final DataSource RETIREJS =
      new DataSource("retirejs", "Retire.js", "https://github.com/RetireJS/retire.js");
  public static final DataSource RUBY =
      new DataSource(
          "ruby-advisory-db",
          "Ruby Advisory Database",
          "https://github.com/rubysec/ruby-advisory-db");
  public static final DataSource VICTIMS =
      new DataSource(
          "victims", "Victims CVE Database", "https://github.com/victims/victims-cve-db");

  private static final Map<String, DataSource> BY_PREFIX =
      Map.ofEntries(
          Map.entry("ALBA", ALMA),
          Map.entry("ALEA", ALMA),
          Map.entry("ALPINE", ALPINE),
          Map.entry("ALSA", ALMA),
          Map.entry("AZL", AZURE),
          Map.entry("BIT", BITNAMI),
          Map.entry("DEBIAN", DEBIAN),
          Map.entry("DLA", DEBIAN),
          Map.entry("DRUPAL", DRUPAL),
          Map.entry("DSA", DEBIAN),
          Map.entry("DTSA", DEBIAN),
          Map.entry("GHSA", GHSA),
          Map.entry("GO", GOVULNDB),
          Map.entry("HSEC", HASKELL),
          Map.entry("JLSEC", JULIA),
          Map.entry("LSN", UBUNTU),
          Map.entry("MAL", MALICIOUS),
          Map.entry("PHSA", PHOTON),
          Map.entry("PYSEC", PYPA),
          Map.entry("RHBA", REDHAT),
          Map.entry("RHEA", REDHAT),
          Map.entry("RHSA", REDHAT),
          Map.entry("RLSA", ROCKY),
          Map.entry("RUSTSEC", RUSTSEC),
          Map.entry("RXSA", ROCKY),
          Map.entry("SUSE", SUSE),
          Map.entry("UBUNTU", UBUNTU),
          Map.entry("USN", UBUNTU),
          Map.entry("openSUSE", SUSE));

  /// All of them, as they stand here.
  public static final List<DataSource> ALL =
      List.of(
          ALMA,
          ALPINE,
          AMAZON,
          AZURE,
          BITNAMI,
          CHAINGUARD,
          CVE,
          DEBIAN,
          DRUPAL,
          EPSS,
          GHSA,
          GOVULNDB,
          HASKELL,
          JULIA,
          K8S,
          KEV,
          MALICIOUS,
          MAVEN_INDEX,
          NVD,
          ORACLE,
          OSV,
          PYPA,
          PHOTON,
          REDHAT,
          ROCKY,
          RUSTSEC,
          SUSE,
          UBUNTU,
          WOLFI,
          ANCHORE,
          ELIXIR,
          NODEJS,
          PHP,
          PROJECT_KB,
          RETIREJS,
          RUBY,
          VICTIMS);

  private DataSources() {}

  /// Who publishes records of that id, as far as OSV collects them; else OSV itself.
  static DataSource ofRecord(String id) {
    int dash = id.indexOf('-');
    return BY_PREFIX.getOrDefault(dash < 0 ? id : id.substring(0, dash), OSV);
  }
}
