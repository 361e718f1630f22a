package dev.assay.advisory.db;

import dev.assay.model.Ecosystem;
import java.util.Locale;

/// The name under which a package is found: equal for two names exactly where the ecosystem takes
/// them for one package.
///
/// Sources: PEP 503 (PyPI), and what the registries of NuGet, Packagist, Hex, Pub, crates.io and
/// Swift's package index treat as equal.
final class PackageKey {
  private PackageKey() {}

  static String of(Ecosystem ecosystem, String name) {
    return switch (ecosystem.name()) {
      case "pypi" -> joined(lower(name));
      case "nuget", "composer", "hex", "pub", "bitnami", "github-actions" -> lower(name);
      case "cargo" -> lower(name).replace('_', '-');
      case "swift" -> swift(lower(name));
      default -> name;
    };
  }

  /// Each run of `-`, `_` and `.` as one `-`. A plain loop: hundreds are asked for before anything
  /// is compiled.
  private static String joined(String name) {
    StringBuilder key = new StringBuilder(name.length());
    boolean isAfterSeparator = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isSeparator = c == '-' || c == '_' || c == '.';
      if (!isSeparator) {
        key.append(c);
      } else if (!isAfterSeparator) {
        key.append('-');
      }
      isAfterSeparator = isSeparator;
    }
    return key.toString();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String swift(String name) {
    String key = name.startsWith("https://") ? name.substring("https://".length()) : name;
    return key.endsWith(".git") ? key.substring(0, key.length() - ".git".length()) : key;
  }
}
