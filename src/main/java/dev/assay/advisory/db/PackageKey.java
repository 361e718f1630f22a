package dev.assay.advisory.db;

import dev.assay.model.Ecosystem;
import java.util.Locale;
import java.util.regex.Pattern;

/// The name under which a package is found: equal for two names exactly where the ecosystem takes
/// them for one package.
///
/// Sources: PEP 503 (PyPI), and what the registries of NuGet, Packagist, Hex, Pub, crates.io and
/// Swift's package index treat as equal.
final class PackageKey {
  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

  private PackageKey() {}

  static String of(Ecosystem ecosystem, String name) {
    return switch (ecosystem.name()) {
      case "pypi" -> SEPARATORS.matcher(lower(name)).replaceAll("-");
      case "nuget", "composer", "hex", "pub", "bitnami", "github-actions" -> lower(name);
      case "cargo" -> lower(name).replace('_', '-');
      case "swift" -> swift(lower(name));
      default -> name;
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String swift(String name) {
    String key = name.startsWith("https://") ? name.substring("https://".length()) : name;
    return key.endsWith(".git") ? key.substring(0, key.length() - ".git".length()) : key;
  }
}
