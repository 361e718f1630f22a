package dev.assay.advisory.feed;

import dev.assay.model.DataSource;
import java.util.List;

/// The sources whose files are OSV records, or have been converted to OSV.
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
        converted(
            facts(
                "cve-data-enrichment",
                "CVE records with packages, by Anchore",
                "CC0-1.0",
                "https://github.com/anchore/cve-data-enrichment/archive/refs/heads/main.tar.gz",
                DataSources.ANCHORE)),
        published(
            facts(
                "drupal",
                "Drupal core and modules",
                "MIT",
                "https://github.com/DrupalSecurityTeam/drupal-advisory-database/archive/refs/heads/main.tar.gz",
                DataSources.DRUPAL)),
        converted(
            facts(
                "elixir",
                "Hex packages",
                "CC0-1.0",
                "https://github.com/dependabot/elixir-security-advisories/archive/refs/heads/master.tar.gz",
                DataSources.ELIXIR)),
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
        converted(
            facts(
                "nodejs-security-wg",
                "npm packages to 2020",
                "MIT",
                "https://github.com/nodejs/security-wg/archive/refs/heads/main.tar.gz",
                DataSources.NODEJS)),
        new OsvFeed(
            facts(
                "osv",
                "records of the OSV schema, of any ecosystem",
                "per record; osv.dev names them",
                "https://osv-vulnerabilities.storage.googleapis.com/{ecosystem}/all.zip",
                DataSources.OSV),
            OsvFeeds::isPublished,
            DataSources::ofRecord),
        converted(
            facts(
                "php-security-advisories",
                "Composer packages",
                "Unlicense",
                "https://github.com/FriendsOfPHP/security-advisories/archive/refs/heads/master.tar.gz",
                DataSources.PHP)),
        converted(
            facts(
                "project-kb",
                "Maven packages, by SAP",
                "Apache-2.0",
                "https://github.com/SAP/project-kb/archive/refs/heads/vulnerability-data.tar.gz",
                DataSources.PROJECT_KB)),
        published(
            facts(
                "pypa",
                "Python packages",
                "CC-BY-4.0",
                "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip",
                DataSources.PYPA)),
        converted(
            facts(
                "retirejs",
                "JavaScript libraries",
                "Apache-2.0",
                "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v5.json",
                DataSources.RETIREJS)),
        converted(
            facts(
                "ruby-advisory-db",
                "Ruby gems",
                "public domain",
                "https://github.com/rubysec/ruby-advisory-db/archive/refs/heads/master.tar.gz",
                DataSources.RUBY)),
        published(
            facts(
                "rustsec",
                "Rust crates",
                "CC0-1.0",
                "https://osv-vulnerabilities.storage.googleapis.com/crates.io/all.zip",
                DataSources.RUSTSEC)),
        converted(
            facts(
                "victims",
                "Maven and Python packages to 2020",
                "CC-BY-SA-4.0",
                "https://github.com/victims/victims-cve-db/archive/refs/heads/master.tar.gz",
                DataSources.VICTIMS)));
  }

  private static Feed.Facts facts(
      String name, String what, String licence, String address, DataSource origin) {
    return new Feed.Facts(name, what, licence, List.of(address), origin);
  }

  /// A source whose own form is not read yet: its records as somebody converted them to OSV.
  private static Feed converted(Feed.Facts facts) {
    return new OsvFeed(
        new Feed.Facts(
            facts.name(),
            facts.what() + "; read as converted to OSV, its own form is not read yet",
            facts.licence(),
            facts.addresses(),
            facts.origin()),
        OsvFeeds::isConverted,
        id -> facts.origin());
  }

  private static Feed published(Feed.Facts facts) {
    return new OsvFeed(facts, OsvFeeds::isPublished, id -> facts.origin());
  }

  /// Of a repository or an export, without what somebody converted.
  private static boolean isPublished(String file) {
    boolean isRead = file.endsWith(".zip") || file.endsWith(".json") || file.contains(".tar");
    return isRead && !isConverted(file);
  }

  private static boolean isConverted(String file) {
    return file.equals("converted-osv.zip");
  }
}
