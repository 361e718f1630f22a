package dev.assay.sbom;

import dev.assay.failure.InputFailure;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import dev.assay.model.Purl;
import dev.assay.sbom.Sbom.SystemName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The component that a package URL names: the way back of `Purl.of`, and of what Trivy, Syft and
/// cdxgen write.
final class PurlComponent {
  private PurlComponent() {}

  /// Starts the component.
  ///
  /// @param text the package URL
  /// @param shown the name that stands beside it: it keeps the case where a package URL has none
  /// @param foundBy the analyzer's word for a language's package, or empty for the one of what is
  ///   installed; Trivy gives a system's package its distribution instead
  /// @return empty where the text is no package URL, or of a kind that is no package of ours
  static Optional<Component.Builder> of(String text, String shown, String foundBy) {
    Purl purl;
    try {
      purl = Purl.parse(text);
    } catch (InputFailure e) {
      return Optional.empty();
    }
    return type(purl)
        .filter(type -> type != PackageType.MAVEN || name(purl, type, shown).indexOf(':') > 0)
        .map(type -> component(purl, type, shown, foundBy));
  }

  /// The package URL with a version that stands beside it, where it has none of its own.
  static String withVersion(String text, String version) {
    try {
      if (version.isEmpty() || !Purl.parse(text).version().isEmpty()) {
        return text;
      }
    } catch (InputFailure e) {
      return text;
    }
    int end = text.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = text.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    String bare = text.substring(0, end).replaceFirst("@$", "");
    String encoded = URLEncoder.encode(version, StandardCharsets.UTF_8).replace("+", "%20");
    return bare + "@" + encoded + text.substring(end);
  }

  /// The type of the package URL, such as `npm`; empty where the text is none.
  static String kind(String text) {
    try {
      Purl purl = Purl.parse(text);
      return purl.type() + (purl.type().equals("maven") ? " without a group" : "");
    } catch (InputFailure e) {
      return "";
    }
  }

  private static Optional<PackageType> type(Purl purl) {
    return Arrays.stream(PackageType.values())
        .filter(type -> type.purlType().equals(purl.type()))
        .findFirst();
  }

  private static Component.Builder component(
      Purl purl, PackageType type, String shown, String foundBy) {
    String name = name(purl, type, shown);
    Component.Builder component =
        Component.of(
                type,
                type.isSystem() || foundBy.isEmpty() ? installed(type) : foundBy,
                shown.equalsIgnoreCase(name) ? shown : name,
                version(purl, type))
            .detail("modularitylabel", purl.qualifiers().getOrDefault("modularitylabel", ""))
            .detail("registry", purl.qualifiers().getOrDefault("repository_url", ""));
    if (type.isSystem()) {
      component.architecture(purl.qualifiers().getOrDefault("arch", ""));
      upstream(purl, type, component);
    }
    return component;
  }

  private static String name(Purl purl, PackageType type, String shown) {
    if (type == PackageType.MAVEN && purl.namespace().isEmpty()) {
      // A slash that was encoded; else the group stands beside the package URL.
      int slash = purl.name().lastIndexOf('/');
      return slash > 0
          ? purl.name().substring(0, slash).replace('/', '.')
              + ":"
              + purl.name().substring(slash + 1)
          : shown.endsWith(":" + purl.name()) ? shown : purl.name();
    }
    if (type.isSystem() || purl.namespace().isEmpty()) {
      return purl.name();
    }
    return purl.namespace() + (type == PackageType.MAVEN ? ":" : "/") + purl.name();
  }

  private static String version(Purl purl, PackageType type) {
    String epoch = type.isSystem() ? purl.qualifiers().getOrDefault("epoch", "") : "";
    return epoch.isEmpty() || epoch.equals("0") ? purl.version() : epoch + ":" + purl.version();
  }

  /// Syft's qualifier: a name, `name@version`, or the file name of a source rpm.
  private static void upstream(Purl purl, PackageType type, Component.Builder component) {
    String upstream =
        URLDecoder.decode(
            purl.qualifiers().getOrDefault("upstream", "").replace("+", "%2B"),
            StandardCharsets.UTF_8);
    if (type == PackageType.RPM) {
      String epoch = purl.qualifiers().getOrDefault("epoch", "");
      sourceRpm(upstream, epoch.isEmpty() ? "" : epoch + ":", component);
      return;
    }
    int at = upstream.indexOf('@');
    if (!upstream.isEmpty()) {
      component.source(
          at < 0 ? upstream : upstream.substring(0, at), at < 0 ? "" : upstream.substring(at + 1));
    }
  }

  private static void sourceRpm(String file, String epoch, Component.Builder component) {
    int end = file.endsWith(".src.rpm") ? file.length() - ".src.rpm".length() : -1;
    int release = end < 0 ? -1 : file.lastIndexOf('-', end - 1);
    int version = release < 0 ? -1 : file.lastIndexOf('-', release - 1);
    if (version > 0) {
      component.source(file.substring(0, version), epoch + file.substring(version + 1, end));
    }
  }

  /// The distribution that a system package's URL names: `distro=debian-11.6`, or Trivy's
  /// `distro=3.10.9` of an Alpine package.
  static Optional<SystemName> system(String text) {
    Purl purl;
    try {
      purl = Purl.parse(text);
    } catch (InputFailure e) {
      return Optional.empty();
    }
    String distro = purl.qualifiers().getOrDefault("distro", "");
    if (distro.isEmpty() || type(purl).filter(PackageType::isSystem).isEmpty()) {
      return Optional.empty();
    }
    int dash = distro.lastIndexOf('-');
    boolean isBare = Character.isDigit(distro.charAt(0)) && !purl.namespace().isEmpty();
    if (isBare) {
      return Optional.of(new SystemName(purl.namespace(), distro));
    }
    return Optional.of(
        dash < 1
            ? new SystemName(distro, "")
            : new SystemName(distro.substring(0, dash), distro.substring(dash + 1)));
  }

  /// The word of the analyzer that finds such packages installed.
  private static String installed(PackageType type) {
    return switch (type) {
      case APK -> "apk";
      case DEB -> "dpkg";
      case RPM -> "rpm";
      case NPM -> "node-pkg";
      case PYPI -> "python-pkg";
      case GO -> "gobinary";
      case MAVEN -> "jar";
      case GEM -> "gemspec";
      case CONDA -> "conda-pkg";
      default -> type.purlType();
    };
  }
}
