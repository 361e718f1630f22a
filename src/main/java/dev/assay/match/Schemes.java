package dev.assay.match;

import dev.assay.model.Ecosystem;
import dev.assay.version.Apk;
import dev.assay.version.Deb;
import dev.assay.version.Npm;
import dev.assay.version.Pep440;
import dev.assay.version.Rpm;
import dev.assay.version.SemVer;
import dev.assay.version.VersionScheme;
import java.util.Optional;

/// Which version rules an ecosystem goes by.
public final class Schemes {
  private static final VersionScheme APK = new Apk();
  private static final VersionScheme DEB = new Deb();
  private static final VersionScheme NPM = new Npm();
  private static final VersionScheme PEP440 = new Pep440();
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
      case "npm" -> Optional.of(NPM);
      case "pypi" -> Optional.of(PEP440);
      case "hex", "julia", "pub", "swift" -> Optional.of(SEMVER);
      default -> Optional.empty();
    };
  }
}
