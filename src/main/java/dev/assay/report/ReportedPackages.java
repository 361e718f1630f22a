package dev.assay.report;

import dev.assay.failure.InputFailure;
import dev.assay.model.Component;
import dev.assay.model.ComponentOrder;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Purl;
import dev.assay.model.Relationship;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The packages of a report, result by result.
final class ReportedPackages {
  /// What a package URL's qualifiers tell, under the same name in `Component.details`.
  private static final List<String> TOLD = List.of("uuid", "user", "channel");

  private final Optional<OperatingSystem> system;
  private final ReportedImage image;
  private final boolean isOurs;
  private final Set<Placed> all = new LinkedHashSet<>();
  private final Map<String, Placed> ofResult = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();

  ReportedPackages(Optional<OperatingSystem> system, ReportedImage image, boolean isOurs) {
    this.system = system;
    this.image = image;
    this.isOurs = isOurs;
  }

  /// Takes the packages of one result.
  void read(ReportPart result) {
    ofResult.clear();
    ids.clear();
    List<ReportPart> packages = result.list("Packages");
    for (ReportPart one : packages) {
      String id = one.object().text("ID");
      if (!id.isEmpty()) {
        ids.put(id, one.text("Name") + "@" + version(one, type(result, one.at("Identifier"))));
      }
    }
    for (ReportPart one : packages) {
      Placed placed = new Placed(component(result, one), image.find(one.at("Layer")));
      all.add(placed);
      ofResult.put(key(one.at("Identifier"), one.text("Name"), placed), placed);
    }
  }

  private static String key(ReportPart identifier, String name, Placed placed) {
    String uid = identifier.object().text("UID");
    Component c = placed.component();
    return uid.isEmpty() ? name + "\n" + c.version() + "\n" + c.path() : uid;
  }

  /// The package of the result that a finding is about; where packages are not listed, what the
  /// finding itself says of it.
  Placed of(ReportPart result, ReportPart finding) {
    PackageType type = type(result, finding.at("PkgIdentifier"));
    Component.Builder component =
        Component.of(
                type,
                foundBy(result, type, ""),
                name(finding, "PkgName"),
                finding.text("InstalledVersion"))
            .path(path(result, type, finding.text("PkgPath")));
    qualifiers(finding.at("PkgIdentifier"), component);
    Placed own = new Placed(component.build(), image.find(finding.at("Layer")));
    Placed listed = ofResult.get(key(finding.at("PkgIdentifier"), finding.text("PkgName"), own));
    if (listed != null) {
      return listed;
    }
    all.add(own);
    return own;
  }

  /// Everything that was read, as an inventory lists it.
  List<Placed> sorted() {
    return all.stream()
        .sorted(Comparator.comparing(Placed::component, ComponentOrder.OF_INVENTORIES))
        .toList();
  }

  private static String name(ReportPart part, String member) {
    String name = part.text(member);
    if (name.isEmpty()) {
      throw part.at(member).failure("is missing");
    }
    return name;
  }

  private Component component(ReportPart result, ReportPart one) {
    PackageType type = type(result, one.at("Identifier"));
    String version = version(one, type);
    Component.Builder component =
        Component.of(
                type, foundBy(result, type, one.text("AnalyzedBy")), name(one, "Name"), version)
            .architecture(one.text("Arch"))
            .licenses(one.texts("Licenses"))
            .maintainer(one.text("Maintainer"))
            .path(path(result, type, one.text("FilePath")))
            .relationship(relationship(one))
            .development(one.isOn("Dev"))
            .dependsOn(one.texts("DependsOn").stream().map(id -> ids.getOrDefault(id, id)).toList())
            .detail("modularitylabel", one.text("Modularitylabel"))
            .detail(Component.REPOSITORY, one.at("Repository").object().text("Class"))
            .detail("digest", one.text("Digest"))
            .detail("evidence", one.text("IdentifiedBy"))
            .detail("confidence", one.text("Confidence"));
    source(one, type, version, component);
    lines(one, component);
    qualifiers(one.at("Identifier"), component);
    return component.build();
  }

  /// Assay's `ID` has the version as the package manager writes it.
  private String version(ReportPart one, PackageType type) {
    String name = one.text("Name") + "@";
    String id = one.text("ID");
    return isOurs && id.startsWith(name) ? id.substring(name.length()) : joined(one, type, "");
  }

  /// `[epoch:]version[-release]`.
  private static String joined(ReportPart one, PackageType type, String prefix) {
    String version = one.text(prefix + "Version");
    if (!type.isSystem() || version.isEmpty()) {
      return version;
    }
    long epoch = one.count(prefix + "Epoch");
    String release = one.text(prefix + "Release");
    return (epoch == 0 ? "" : epoch + ":") + version + (release.isEmpty() ? "" : "-" + release);
  }

  private static void source(
      ReportPart one, PackageType type, String version, Component.Builder component) {
    String name = one.text("SrcName");
    String source = joined(one, type, "Src");
    component.source(
        name.equals(one.text("Name")) ? "" : name, source.equals(version) ? "" : source);
  }

  private static void lines(ReportPart one, Component.Builder component) {
    List<ReportPart> locations = one.list("Locations");
    if (!locations.isEmpty()) {
      ReportPart first = locations.getFirst().object();
      component.detail("startLine", Long.toString(first.count("StartLine")));
      component.detail("endLine", Long.toString(first.count("EndLine")));
    }
  }

  private static Relationship relationship(ReportPart one) {
    boolean isIndirect = one.isOn("Indirect");
    return one.word(
        "Relationship",
        Relationship.class,
        isIndirect ? Relationship.INDIRECT : Relationship.UNKNOWN);
  }

  private static void qualifiers(ReportPart identifier, Component.Builder component) {
    purl(identifier)
        .ifPresent(purl ->
            TOLD.forEach(key -> component.detail(key, purl.qualifiers().getOrDefault(key, ""))));
  }

  private static Optional<Purl> purl(ReportPart identifier) {
    String text = identifier.object().text("PURL");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Purl.parse(text));
    } catch (InputFailure e) {
      throw identifier.at("PURL").failure("is no package URL");
    }
  }

  /// A package of one file is found by the result's name, where it says none itself.
  private static String path(ReportPart result, PackageType type, String path) {
    boolean isOwn = !path.isEmpty() || type.isSystem() || Target.isOfMany(result.text("Type"));
    return isOwn ? path : result.text("Target");
  }

  private static String foundBy(ReportPart result, PackageType type, String said) {
    if (!said.isEmpty()) {
      return said;
    }
    return switch (type) {
      case APK -> "apk";
      case DEB -> "dpkg";
      case RPM -> "rpm";
      default -> result.text("Type");
    };
  }

  /// By the package URL; a package that has none by the kind of result it is in.
  private PackageType type(ReportPart result, ReportPart identifier) {
    boolean isSystem =
        Target.Kind.of(result.text("Class")).filter(Target.Kind.OS_PACKAGES::equals).isPresent();
    Optional<PackageType> told =
        purl(identifier)
            .flatMap(purl ->
                Arrays.stream(PackageType.values())
                    .filter(type -> type.purlType().equals(purl.type()))
                    .findFirst());
    if (told.isPresent() && told.get().isSystem() == isSystem) {
      return told.get();
    }
    return isSystem ? ofSystem(result) : ofLanguage(result.text("Type"));
  }

  private PackageType ofSystem(ReportPart result) {
    String family = system.map(OperatingSystem::family).orElse(result.text("Type"));
    return switch (family) {
      case "alpine", "apk", "chainguard", "wolfi", "minimos" -> PackageType.APK;
      case "debian", "dpkg", "ubuntu", "echo" -> PackageType.DEB;
      default -> PackageType.RPM;
    };
  }

  private static PackageType ofLanguage(String analyzer) {
    return switch (analyzer) {
      case "bun", "node-pkg", "npm", "pnpm", "yarn" -> PackageType.NPM;
      case "pip", "pipenv", "poetry", "pylock", "python-pkg", "uv" -> PackageType.PYPI;
      case "gobinary", "gomod" -> PackageType.GO;
      case "gradle", "jar", "pom", "sbt" -> PackageType.MAVEN;
      case "cargo", "rustbinary" -> PackageType.CARGO;
      case "bundler", "gemspec" -> PackageType.GEM;
      case "composer", "composer-vendor" -> PackageType.COMPOSER;
      case "dotnet-core", "nuget", "packages-props" -> PackageType.NUGET;
      case "pub" -> PackageType.PUB;
      case "hex" -> PackageType.HEX;
      case "conan" -> PackageType.CONAN;
      case "swift" -> PackageType.SWIFT;
      case "cocoapods" -> PackageType.COCOAPODS;
      case "conda-environment", "conda-pkg" -> PackageType.CONDA;
      case "julia" -> PackageType.JULIA;
      case "bitnami" -> PackageType.BITNAMI;
      default -> PackageType.GENERIC;
    };
  }
}
