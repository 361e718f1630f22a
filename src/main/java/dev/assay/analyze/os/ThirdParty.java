package dev.assay.analyze.os;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Who made a system package: the distribution, or a repository beside it.
///
/// A distribution's advisories say nothing of other people's builds, even where these have the name
/// of one of its packages; and what other people's packages contain is nobody else's to advise on.
///
/// Debian's maintainers have addresses anywhere, so a deb is the distribution's unless something
/// says otherwise: the version marks and addresses of known repositories below, or a control field
/// that Debian's own tools never write (`Vendor` and `License`, as fpm and nfpm do; `Origin`). Rpms
/// name their vendor.
final class ThirdParty {
  /// What repositories put into versions so that theirs sort beside the distribution's: NodeSource,
  /// deb.sury.org (two forms), PostgreSQL, Launchpad's PPAs, MariaDB, CRAN, deb-multimedia, LLVM,
  /// Kitware, Redis.
  private static final List<String> DEB_VERSIONS =
      List.of(
          "nodesource",
          "deb.sury.org",
          "~1.gbp",
          ".pgdg",
          "~ppa",
          "+ppa",
          "+maria~",
          "cran.",
          "-dmo",
          "~++20",
          "kitware",
          "-1rl1~");

  /// The ends of maintainers' fields. Whole addresses where people of that domain maintain packages
  /// of Debian too.
  private static final List<String> DEB_MAINTAINERS =
      List.of(
          "@nodesource.com>",
          "@docker.com>",
          "@containerd.io>",
          "<cloud-sdk-eng@google.com>",
          "<chromium-dev@chromium.org>",
          "@microsoft.com>",
          "<dotnetpackages@dotnetfoundation.org>",
          "<powershellteam@hotmail.com>",
          "@hashicorp.com>",
          "<cudatools@nvidia.com>",
          "@nginx.com>",
          "<nginx-packaging@f5.com>",
          "<packaging@mongodb.com>",
          "<mysql-build@oss.oracle.com>",
          "@mariadb.org>",
          "@percona.com>",
          "@elastic.co>",
          "@grafana.com>",
          "@influxdata.com>",
          "<support@gitlab.com>",
          "@kubernetes.io>",
          "<kubernetes-dev+release@googlegroups.com>",
          "<yarn@dan.cx>",
          "<temurin-dev@eclipse.org>",
          "@azul.com>",
          "@azulsystems.com>",
          "<corretto-team@amazon.com>",
          "@datadoghq.com>",
          "@newrelic.com>",
          "@redis.com>",
          "@clickhouse.com>",
          "<packages@confluent.io>",
          "<info@puppetlabs.com>",
          "<info@tailscale.com>",
          "<support@cloudflare.com>",
          "<support@proxmox.com>",
          "<kk@kohsuke.org>",
          "@phusion.nl>");

  private static final Set<String> DEB_ORIGINS = Set.of("debian", "ubuntu", "canonical");

  /// How distributions call themselves as vendors; there are longer forms of each.
  private static final List<String> RPM_DISTRIBUTIONS =
      List.of(
          "AlmaLinux",
          "Amazon",
          "Broadcom",
          "CentOS",
          "CloudLinux",
          "Fedora Project",
          "Microsoft Corporation",
          "Oracle America",
          "Red Hat",
          "Rocky",
          "SUSE",
          "VMware",
          "openSUSE");

  private static final List<String> RPM_RELEASES = List.of("pgdg", "nodesource");

  private ThirdParty() {}

  /// What a deb's control fields say of who made it; empty where there is no such field.
  record Control(String version, String maintainer, String vendor, String license, String origin) {}

  static boolean isOne(Control deb) {
    String version = deb.version().toLowerCase(Locale.ROOT);
    String maintainer = deb.maintainer().toLowerCase(Locale.ROOT);
    return isForeign(deb.vendor())
        || !deb.license().isEmpty()
        || isForeign(deb.origin())
        || DEB_VERSIONS.stream().anyMatch(version::contains)
        || DEB_MAINTAINERS.stream().anyMatch(maintainer::endsWith);
  }

  private static boolean isForeign(String name) {
    return !name.isEmpty() && !DEB_ORIGINS.contains(name.toLowerCase(Locale.ROOT));
  }

  /// Whether a distribution made the rpm, by its vendor.
  static boolean isOfDistribution(String vendor, String version) {
    return RPM_DISTRIBUTIONS.stream().anyMatch(vendor::startsWith) && !isRpm(vendor, version);
  }

  /// Whether somebody else made the rpm. Who names no vendor may be either.
  ///
  /// Fedora builds EPEL, for other distributions (`.el8`); Microsoft's packages for others lack the
  /// mark of its own (`.cm2`, `.azl3`).
  static boolean isRpm(String vendor, String version) {
    String release = version.substring(version.lastIndexOf('-') + 1).toLowerCase(Locale.ROOT);
    if (release.endsWith(".remi") || RPM_RELEASES.stream().anyMatch(release::contains)) {
      return true;
    }
    if (vendor.startsWith("Fedora Project")) {
      return release.matches(".*\\.el[0-9].*");
    }
    if (vendor.startsWith("Microsoft Corporation")) {
      return !release.contains(".cm") && !release.contains(".azl");
    }
    return !vendor.isEmpty() && RPM_DISTRIBUTIONS.stream().noneMatch(vendor::startsWith);
  }
}
