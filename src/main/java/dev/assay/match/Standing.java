package dev.assay.match;

import dev.assay.model.Advisory;
import dev.assay.model.Ecosystem;
import dev.assay.model.KeyOrder;
import java.util.Comparator;
import java.util.Set;

/// Whose word counts more, 0 the most.
final class Standing {
  private static final Set<String> LANGUAGES =
      Set.of(
          "bitnami",
          "cargo",
          "cocoapods",
          "composer",
          "conan",
          "cran",
          "gem",
          "go",
          "hackage",
          "hex",
          "julia",
          "maven",
          "npm",
          "nuget",
          "pub",
          "pypi",
          "swift");

  /// Databases that the people of one language keep about it.
  private static final Set<String> OF_LANGUAGES =
      Set.of(
          "bitnami",
          "drupal",
          "elixir",
          "elixir-security-advisories",
          "golang-vulndb",
          "govulndb",
          "haskell",
          "julia",
          "nodejs-security-wg",
          "php-security-advisories",
          "pypa",
          "pysec",
          "ruby-advisory-db",
          "rustsec");

  private Standing() {}

  static boolean isLanguage(Ecosystem ecosystem) {
    return LANGUAGES.contains(ecosystem.name());
  }

  static int of(Advisory advisory, Ecosystem ecosystem) {
    String source = advisory.source().id();
    return isLanguage(ecosystem)
        ? ofLanguage(advisory, source)
        : ofSystem(source, ecosystem.name());
  }

  private static int ofSystem(String source, String family) {
    if (source.equals(family) || isOwn(source, family)) {
      return 0;
    }
    return source.equals("osv") || source.endsWith("-osv") ? 1 : 2;
  }

  /// A distribution's own sources under other names: `debian-tracker`, `ubuntu-cve-tracker`; one
  /// publisher may have several distributions.
  private static boolean isOwn(String source, String family) {
    return switch (source) {
      case "azure" -> family.equals("azurelinux") || family.equals("cbl-mariner");
      case "suse" -> family.startsWith("sle") || family.startsWith("opensuse");
      default -> source.startsWith(family + "-") && !source.endsWith("-osv");
    };
  }

  private static int ofLanguage(Advisory advisory, String source) {
    if (source.equals("ghsa") || advisory.id().startsWith("GHSA-")) {
      return 0;
    }
    return OF_LANGUAGES.contains(source) ? 1 : 2;
  }

  /// By standing; then records that name a fix; then by source and id, so that the order never
  /// depends on the database's.
  static Comparator<Advisory> order(Ecosystem ecosystem) {
    return KeyOrder.<Advisory, Integer>by(advisory -> of(advisory, ecosystem))
        .thenComparing(advisory -> !namesFix(advisory))
        .thenComparing(advisory -> advisory.source().id())
        .thenComparing(Advisory::id);
  }

  private static boolean namesFix(Advisory advisory) {
    return advisory.ranges().stream().anyMatch(range -> !range.fixed().isEmpty());
  }
}
