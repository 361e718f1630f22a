package dev.assay.match;

import dev.assay.model.Ecosystem;
import dev.assay.version.Apk;
import dev.assay.version.Bitnami;
import dev.assay.version.Composer;
import dev.assay.version.Conan;
import dev.assay.version.Cran;
import dev.assay.version.Deb;
import dev.assay.version.Gem;
import dev.assay.version.Golang;
import dev.assay.version.Julia;
import dev.assay.version.Maven;
import dev.assay.version.Npm;
import dev.assay.version.NuGet;
import dev.assay.version.Pep440;
import dev.assay.version.Pub;
import dev.assay.version.Pvp;
import dev.assay.version.Rpm;
import dev.assay.version.SemVer;
import dev.assay.version.VersionScheme;
import java.util.Optional;

/// Which version rules an ecosystem goes by.
public final class Schemes {
  private static final VersionScheme APK = new Apk();
  private static final VersionScheme BITNAMI = new Bitnami();
  private static final VersionScheme COMPOSER = new Composer();
  private static final VersionScheme CONAN = new Conan();
  private static final VersionScheme CRAN = new Cran();
  private static final VersionScheme DEB = new Deb();
  private static final VersionScheme GEM = new Gem();
  private static final VersionScheme GO = new Golang();
  private static final VersionScheme JULIA = new Julia();
  private static final VersionScheme MAVEN = new Maven();
  private static final VersionScheme NPM = new Npm();
  private static final VersionScheme NUGET = new NuGet();
  private static final VersionScheme PEP440 = new Pep440();
  private static final VersionScheme PUB = new Pub();
  private static final VersionScheme PVP = new Pvp();
  private static final VersionScheme RPM = new Rpm();
  private static final VersionScheme SEMVER = new SemVer();

  private Schemes() {}

  /// The scheme of an ecosystem, or empty where nobody has written it yet.
  public static Optional<VersionScheme> of(Ecosystem ecosystem) {
    return switch (ecosystem.name()) {
      case "alpine", "wolfi", "chainguard", "minimos" -> Optional.of(APK);
      case "debian", "ubuntu", "echo" -> Optional.of(DEB);
      case "alma", "amazon", "azurelinux", "bottlerocket", "cbl-mariner", "fedora" ->
          Optional.of(RPM);
      case "opensuse", "opensuse-leap", "opensuse-tumbleweed", "oracle" -> Optional.of(RPM);
      case "photon", "redhat", "rocky", "sles", "slem" -> Optional.of(RPM);
      case "bitnami" -> Optional.of(BITNAMI);
      case "cargo", "hex", "swift" -> Optional.of(SEMVER);
      case "cocoapods", "gem" -> Optional.of(GEM);
      case "composer" -> Optional.of(COMPOSER);
      case "conan" -> Optional.of(CONAN);
      case "cran" -> Optional.of(CRAN);
      case "ghc", "hackage" -> Optional.of(PVP);
      case "github-actions", "npm" -> Optional.of(NPM);
      case "go", "kubernetes" -> Optional.of(GO);
      case "julia" -> Optional.of(JULIA);
      case "maven" -> Optional.of(MAVEN);
      case "nuget" -> Optional.of(NUGET);
      case "pub" -> Optional.of(PUB);
      case "pypi" -> Optional.of(PEP440);
      default -> Optional.empty();
    };
  }
}
