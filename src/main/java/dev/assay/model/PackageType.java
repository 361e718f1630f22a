package dev.assay.model;

/// The kind of a package: decides its package URL, its version rules and where its advisories are.
public enum PackageType {
  APK("apk", true),
  DEB("deb", true),
  RPM("rpm", true),
  NPM("npm", false),
  PYPI("pypi", false),
  GO("golang", false),
  MAVEN("maven", false),
  CARGO("cargo", false),
  GEM("gem", false),
  COMPOSER("composer", false),
  NUGET("nuget", false),
  PUB("pub", false),
  HEX("hex", false),
  CONAN("conan", false),
  SWIFT("swift", false),
  COCOAPODS("cocoapods", false),
  CONDA("conda", false),
  JULIA("julia", false),
  HACKAGE("hackage", false),
  CRAN("cran", false),
  BITNAMI("bitnami", false),
  GENERIC("generic", false);

  private final String purlType;
  private final boolean system;

  PackageType(String purlType, boolean system) {
    this.purlType = purlType;
    this.system = system;
  }

  /// The `type` of its package URLs.
  public String purlType() {
    return purlType;
  }

  /// Whether a distribution's package manager installs it.
  public boolean isSystem() {
    return system;
  }
}
