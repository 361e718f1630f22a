package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Ecosystem;
import dev.assay.model.Purl;
import dev.assay.version.Composer;
import dev.assay.version.Gem;
import dev.assay.version.Golang;
import dev.assay.version.Maven;
import dev.assay.version.Npm;
import dev.assay.version.NuGet;
import dev.assay.version.Pep440;
import dev.assay.version.SemVer;
import dev.assay.version.VersionScheme;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// The package that an `affected` entry of a CVE record names: by `packageURL`, by `packageType`
/// (which Anchore adds), or by the host of `collectionURL`, with `packageName`.
///
/// @param scheme the ecosystem's order of versions
record NamedPackage(Ecosystem ecosystem, String name, VersionScheme scheme) {
  /// Empty where the entry names no package of a language's registry.
  static Optional<NamedPackage> of(Json affected) {
    String purl = affected.text("packageURL");
    if (!purl.isEmpty()) {
      return ofPurl(purl);
    }
    String name = affected.text("packageName");
    String type = affected.text("packageType");
    Optional<String> ecosystem =
        type.isEmpty() ? ofCollection(affected.text("collectionURL")) : ofType(type);
    return name.isEmpty() ? Optional.empty() : ecosystem.flatMap(word -> of(word, name));
  }

  private static Optional<NamedPackage> ofPurl(String text) {
    try {
      Purl purl = Purl.parse(text);
      String separator = purl.type().equals("maven") ? ":" : "/";
      String name =
          purl.namespace().isEmpty() ? purl.name() : purl.namespace() + separator + purl.name();
      return of(purl.type().equals("golang") ? "go" : purl.type(), name);
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ofType(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "maven", "npm", "gem" -> Optional.of(type.toLowerCase(Locale.ROOT));
      case "dotnet" -> Optional.of("nuget");
      case "go-module" -> Optional.of("go");
      case "php-composer" -> Optional.of("composer");
      case "python" -> Optional.of("pypi");
      case "rust-crate" -> Optional.of("cargo");
      case "swift" -> Optional.of("swift");
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofCollection(String address) {
    return switch (host(address)) {
      case "repo.maven.apache.org",
          "repo1.maven.org",
          "mvnrepository.com",
          "central.sonatype.com",
          "search.maven.org" ->
          Optional.of("maven");
      case "registry.npmjs.org", "www.npmjs.com", "npmjs.com" -> Optional.of("npm");
      case "pypi.org", "pypi.python.org" -> Optional.of("pypi");
      case "rubygems.org" -> Optional.of("gem");
      case "packagist.org", "repo.packagist.org" -> Optional.of("composer");
      case "nuget.org", "www.nuget.org", "api.nuget.org" -> Optional.of("nuget");
      case "crates.io" -> Optional.of("cargo");
      case "pkg.go.dev", "proxy.golang.org" -> Optional.of("go");
      case "hex.pm" -> Optional.of("hex");
      default -> Optional.empty();
    };
  }

  private static String host(String address) {
    try {
      String host = URI.create(address.strip()).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<NamedPackage> of(String ecosystem, String name) {
    String own = ecosystem.equals("maven") ? name.replace('/', ':') : name;
    return scheme(ecosystem)
        .map(scheme -> new NamedPackage(new Ecosystem(ecosystem, ""), own, scheme));
  }

  private static Optional<VersionScheme> scheme(String ecosystem) {
    return switch (ecosystem) {
      case "cargo", "hex", "swift" -> Optional.of(new SemVer());
      case "composer" -> Optional.of(new Composer());
      case "gem" -> Optional.of(new Gem());
      case "go" -> Optional.of(new Golang());
      case "maven" -> Optional.of(new Maven());
      case "npm" -> Optional.of(new Npm());
      case "nuget" -> Optional.of(new NuGet());
      case "pypi" -> Optional.of(new Pep440());
      default -> Optional.empty();
    };
  }
}
