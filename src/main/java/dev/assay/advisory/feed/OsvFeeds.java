package dev.assay.advisory.feed;

import dev.assay.model.DataSource;
import java.util.List;

/// The sources whose files are OSV records.
public final class OsvFeeds {
  private OsvFeeds() {}

  /// All of them, sorted by name.
  public static List<Feed> all() {
    return List.of(
        published(
            facts(
                "almalinux",
                "AlmaLinux errata",
                "MIT",
                "https://osv-vulnerabilities.storage.googleapis.com/AlmaLinux/all.zip",
                DataSources.ALMA)),
        published(
            facts(
                "bitnami",
                "applications packaged by Bitnami",
                "Apache-2.0",
                "https://github.com/bitnami/vulndb/archive/refs/heads/main.tar.gz",
                DataSources.BITNAMI)),
        published(
            facts(
                "drupal",
                "Drupal core and modules",
                "MIT",
                "https://github.com/DrupalSecurityTeam/drupal-advisory-database/archive/refs/heads/main.tar.gz",
                DataSources.DRUPAL)),
        published(
            facts(
                "ghsa-read",
                "GitHub security advisories that were read one by one",
                "CC-BY-4.0",
                "https://github.com/github/advisory-database",
                DataSources.GHSA)),
        published(
            facts(
                "golang-vulndb",
                "Go modules and the standard library",
                "CC-BY-4.0",
                "https://vuln.go.dev/vulndb.zip",
                DataSources.GOVULNDB)),
        published(
            facts(
                "haskell",
                "Haskell packages and GHC",
                "CC0-1.0",
                "https://github.com/haskell/security-advisories/archive/refs/heads/generated/osv-export.tar.gz",
                DataSources.HASKELL)),
        published(
            facts(
                "julia",
                "Julia packages",
                "CC-BY-4.0",
                "https://github.com/JuliaLang/SecurityAdvisories.jl/archive/refs/heads/generated/osv.tar.gz",
                DataSources.JULIA)),
        published(
            facts(
                "kubernetes",
                "Kubernetes components",
                "Apache-2.0",
                "https://github.com/kubernetes-sigs/cve-feed-osv/archive/refs/heads/main.tar.gz",
                DataSources.K8S)),
        new OsvFeed(
            facts(
                "osv",
                "records of the OSV schema, of any ecosystem",
                "per record; osv.dev names them",
                "https://osv-vulnerabilities.storage.googleapis.com/{ecosystem}/all.zip",
                DataSources.OSV),
            OsvFeeds::isPublished,
            DataSources::ofRecord),
        published(
            facts(
                "pypa",
                "Python packages",
                "CC-BY-4.0",
                "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip",
                DataSources.PYPA)),
        published(
            facts(
                "rustsec",
                "Rust crates",
                "CC0-1.0",
                "https://osv-vulnerabilities.storage.googleapis.com/crates.io/all.zip",
                DataSources.RUSTSEC)));
  }

  private static Feed.Facts facts(
      String name, String what, String licence, String address, DataSource origin) {
    return new Feed.Facts(name, what, licence, List.of(address), origin);
  }

  private static Feed published(Feed.Facts facts) {
    return new OsvFeed(facts, OsvFeeds::isPublished, id -> facts.origin());
  }

  /// Of a repository or an export, without what somebody converted.
  private static boolean isPublished(String file) {
    boolean isRead = file.endsWith(".zip") || file.endsWith(".json") || file.contains(".tar");
    return isRead && !Documents.isConverted(file);
  }
}
