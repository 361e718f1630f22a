package dev.assay.advisory.feed;

import dev.assay.model.Ecosystem;
import dev.assay.model.RedHatProduct;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of ecosystems in OSV records, such as `PyPI`, `Debian:11` or `Ubuntu:Pro:22.04:LTS`. A
/// name that is not listed becomes a partition of its own, so that nothing is lost.
///
/// Source: <https://ossf.github.io/osv-schema/#defined-ecosystems>
public final class OsvEcosystem {
  private static final Map<String, String> LANGUAGES =
      Map.ofEntries(
          Map.entry("npm", "npm"),
          Map.entry("PyPI", "pypi"),
          Map.entry("Go", "go"),
          Map.entry("Maven", "maven"),
          Map.entry("crates.io", "cargo"),
          Map.entry("RubyGems", "gem"),
          Map.entry("Packagist", "composer"),
          Map.entry("NuGet", "nuget"),
          Map.entry("Pub", "pub"),
          Map.entry("Hex", "hex"),
          Map.entry("SwiftURL", "swift"),
          Map.entry("ConanCenter", "conan"),
          Map.entry("Julia", "julia"),
          Map.entry("Hackage", "hackage"),
          Map.entry("GHC", "ghc"),
          Map.entry("Bitnami", "bitnami"),
          Map.entry("GitHub Actions", "github-actions"),
          Map.entry("kubernetes", "kubernetes"));

  private static final Map<String, String> DISTRIBUTIONS =
      Map.ofEntries(
          Map.entry("Alpine", "alpine"),
          Map.entry("AlmaLinux", "alma"),
          Map.entry("Amazon Linux", "amazon"),
          Map.entry("Chainguard", "chainguard"),
          Map.entry("Debian", "debian"),
          Map.entry("Oracle Linux", "oracle"),
          Map.entry("Photon OS", "photon"),
          Map.entry("Rocky Linux", "rocky"),
          Map.entry("Wolfi", "wolfi"));
  private static final Pattern ILLEGAL = Pattern.compile("[^a-z0-9._+-]+");
  private static final Pattern UBUNTU = Pattern.compile("Ubuntu:(Pro:)?([0-9]+\\.[0-9]+)(:LTS)?");
  private static final Pattern UBUNTU_PRO_VARIANT = Pattern.compile("Ubuntu:Pro:.*");

  private static final Pattern LEAP = Pattern.compile("Leap ([0-9]+\\.[0-9]+).*");
  private static final Pattern ENTERPRISE =
      Pattern.compile("Linux (?:Enterprise )?(.*?)([0-9]+(?:\\.[0-9]+)?)(?: SP([0-9]+))?(?:-.*)?");

  private OsvEcosystem() {}

  /// Our name for it; empty where it is no ecosystem that a package of an image can belong to.
  public static Optional<Ecosystem> of(String osv) {
    if (osv.startsWith("Ubuntu:")) {
      return ubuntu(osv);
    }
    int colon = osv.indexOf(':');
    String name = colon < 0 ? osv : osv.substring(0, colon);
    String suffix = colon < 0 ? "" : osv.substring(colon + 1);
    switch (name) {
      case "Azure Linux" -> {
        return azure(suffix);
      }
      case "Red Hat" -> {
        return RedHatProduct.ofParts(suffix).flatMap(RedHatProduct::stream);
      }
      case "SUSE", "openSUSE" -> {
        return suse(suffix);
      }
      default -> {}
    }
    String language = LANGUAGES.get(name);
    if (language != null) {
      // What follows names another registry for the same packages (Packagist, Maven).
      return Optional.of(new Ecosystem(language, ""));
    }
    String distribution = DISTRIBUTIONS.get(name);
    if (distribution == null) {
      return word(name).flatMap(n -> named(n, suffix));
    }
    String release =
        distribution.equals("alpine") && suffix.startsWith("v") ? suffix.substring(1) : suffix;
    return named(distribution, release);
  }

  /// Fixes for subscribers are another partition than those for everyone: `ubuntu:18.04-esm`.
  /// Variants such as FIPS replace packages and are left out.
  private static Optional<Ecosystem> ubuntu(String osv) {
    Matcher matcher = UBUNTU.matcher(osv);
    if (matcher.matches()) {
      boolean isPro = matcher.group(1) != null;
      return Optional.of(new Ecosystem("ubuntu", matcher.group(2) + (isPro ? "-esm" : "")));
    }
    return UBUNTU_PRO_VARIANT.matcher(osv).matches()
        ? Optional.empty()
        : named("ubuntu", osv.substring("Ubuntu:".length()));
  }

  /// Azure Linux was called CBL-Mariner before its third release.
  private static Optional<Ecosystem> azure(String release) {
    String number = release.contains(".") ? release : release + ".0";
    boolean isMariner = number.startsWith("1.") || number.startsWith("2.");
    return named(isMariner ? "cbl-mariner" : "azurelinux", number);
  }

  /// SUSE publishes for each product and module; those of one release and service pack are the
  /// repositories of one system.
  private static Optional<Ecosystem> suse(String product) {
    Matcher leap = LEAP.matcher(product);
    if (leap.matches()) {
      return named("opensuse-leap", leap.group(1));
    }
    Matcher enterprise = ENTERPRISE.matcher(product);
    if (!enterprise.matches()) {
      return word(product).flatMap(name -> named("opensuse-" + name, ""));
    }
    boolean isMicro = enterprise.group(1).contains("Micro");
    String pack = enterprise.group(3) == null ? "" : "." + enterprise.group(3);
    return named(isMicro ? "slem" : "sles", enterprise.group(2) + pack);
  }

  private static Optional<Ecosystem> named(String name, String release) {
    if (release.isEmpty()) {
      return Optional.of(new Ecosystem(name, ""));
    }
    return word(release).map(r -> new Ecosystem(name, r));
  }

  private static Optional<String> word(String text) {
    String slug = ILLEGAL.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
    String word = slug.length() > 64 ? slug.substring(0, 64) : slug;
    return Ecosystem.isWord(word) ? Optional.of(word) : Optional.empty();
  }
}
