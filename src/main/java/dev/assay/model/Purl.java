package dev.assay.model;

import dev.assay.failure.InputFailure;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A package URL: `pkg:type/namespace/name@version?key=value#subpath`, always in canonical form.
///
/// Source: <https://github.com/package-url/purl-spec>, ECMA-427
///
/// @param type lower case: `deb`, `npm`, `pypi`, …
/// @param namespace segments between `/`, or empty
/// @param name never empty
/// @param version or empty
/// @param qualifiers by lower-case key; none is empty
/// @param subpath segments between `/`, or empty
public record Purl(
    String type,
    String namespace,
    String name,
    String version,
    SortedMap<String, String> qualifiers,
    String subpath) {
  /// Brings the parts into the form that their type asks for.
  ///
  /// @throws InputFailure where the type or a qualifier's key is malformed or the name is missing
  public Purl {
    type = type.toLowerCase(Locale.ROOT);
    if (!isWord(type) || Character.isDigit(type.charAt(0))) {
      throw new InputFailure("malformed package URL: `" + type + "` is no type");
    }
    namespace = PurlText.segments(namespace, type);
    namespace = hasLowerNamespace(type) ? namespace.toLowerCase(Locale.ROOT) : namespace;
    name = type.equals("pypi") ? pypiName(name) : name;
    name = hasLowerName(type) ? name.toLowerCase(Locale.ROOT) : name;
    if (name.isEmpty()) {
      throw new InputFailure("malformed package URL: it has no name");
    }
    subpath = PurlText.segments(subpath, "subpath");
    qualifiers = qualifiers.isEmpty() ? Collections.emptySortedMap() : kept(qualifiers);
  }

  private static SortedMap<String, String> kept(SortedMap<String, String> qualifiers) {
    var kept = new TreeMap<String, String>();
    for (Map.Entry<String, String> qualifier : qualifiers.entrySet()) {
      String key = qualifier.getKey().toLowerCase(Locale.ROOT);
      if (!isWord(key)) {
        throw new InputFailure("malformed package URL: `" + key + "` is no qualifier");
      }
      if (!qualifier.getValue().isEmpty()) {
        kept.put(key, qualifier.getValue());
      }
    }
    return Collections.unmodifiableSortedMap(kept);
  }

  private static boolean isWord(String text) {
    // A plain loop: thousands are made before anything is compiled.
    boolean isWord = !text.isEmpty();
    for (int i = 0; isWord && i < text.length(); i++) {
      char c = text.charAt(i);
      isWord = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ".-_".indexOf(c) >= 0;
    }
    return isWord;
  }

  private static boolean hasLowerNamespace(String type) {
    return switch (type) {
      case "alpm", "apk", "bitbucket", "composer", "deb", "github", "golang", "hex", "npm", "rpm" ->
          true;
      default -> false;
    };
  }

  private static boolean hasLowerName(String type) {
    return switch (type) {
      case "alpm", "apk", "bitbucket", "bitnami", "composer", "deb", "github" -> true;
      case "golang", "hex", "npm", "oci", "pub" -> true;
      default -> false;
    };
  }

  /// Reads a package URL.
  ///
  /// @throws InputFailure where the text is none
  public static Purl parse(String text) {
    return PurlText.parse(text);
  }

  /// The package URL of a component, as Trivy writes it: a distribution's package carries the
  /// distribution, and the epoch apart from the version.
  ///
  /// @param system the distribution it was found in
  /// @return empty where its name cannot be in one: images call their packages what they like
  public static Optional<Purl> of(Component component, Optional<OperatingSystem> system) {
    try {
      return Optional.of(unchecked(component, system));
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }

  private static Purl unchecked(Component component, Optional<OperatingSystem> system) {
    return switch (component.type()) {
      case DEB, RPM -> packaged(component, system);
      case APK -> {
        var qualifiers = new TreeMap<String, String>();
        qualifiers.put("arch", component.architecture());
        qualifiers.put("distro", system.map(OperatingSystem::name).orElse(""));
        String family = system.map(OperatingSystem::family).orElse("");
        yield new Purl("apk", family, component.name(), component.version(), qualifiers, "");
      }
      default -> ofLanguage(component);
    };
  }

  private static Purl packaged(Component component, Optional<OperatingSystem> system) {
    var qualifiers = new TreeMap<String, String>();
    qualifiers.put("arch", component.architecture());
    String family = system.map(OperatingSystem::family).orElse("");
    String namespace =
        family.startsWith("sle") ? "suse" : family.startsWith("opensuse") ? "opensuse" : family;
    system.ifPresent(one -> qualifiers.put("distro", family + "-" + one.name()));
    qualifiers.put("modularitylabel", component.detail("modularitylabel"));
    String version = component.version();
    int colon = version.indexOf(':');
    boolean hasEpoch = colon > 0 && version.chars().limit(colon).allMatch(Character::isDigit);
    if (hasEpoch) {
      String epoch = version.substring(0, colon);
      qualifiers.put("epoch", epoch.equals("0") ? "" : epoch);
      version = version.substring(colon + 1);
    }
    return new Purl(
        component.type().purlType(), namespace, component.name(), version, qualifiers, "");
  }

  private static Purl ofLanguage(Component component) {
    char separator = component.type() == PackageType.MAVEN ? ':' : '/';
    String name = component.name();
    int split = name.lastIndexOf(separator);
    boolean isSplit = split > 0 && split < name.length() - 1 && hasNamespace(component.type());
    int part = component.type() == PackageType.COCOAPODS ? name.indexOf('/') : -1;
    String whole = isSplit ? name.substring(split + 1) : name;
    return new Purl(
        component.type().purlType(),
        isSplit ? name.substring(0, split) : "",
        part > 0 ? whole.substring(0, part) : whole,
        component.version(),
        languageQualifiers(component),
        part > 0 ? name.substring(part + 1) : "");
  }

  /// What a type needs beside name and version to tell packages apart.
  private static SortedMap<String, String> languageQualifiers(Component component) {
    return switch (component.type()) {
      case JULIA -> new TreeMap<>(Map.of("uuid", component.detail("uuid")));
      case CONAN ->
          new TreeMap<>(
              Map.of("user", component.detail("user"), "channel", component.detail("channel")));
      default -> Collections.emptySortedMap();
    };
  }

  private static boolean hasNamespace(PackageType type) {
    return switch (type) {
      case NPM, GO, MAVEN, COMPOSER, SWIFT, HEX -> true;
      default -> false;
    };
  }

  /// The one spelling of a Python distribution's name that all others are equal to: lower case,
  /// each run of `-`, `_` and `.` one `-`.
  ///
  /// Source: <https://packaging.python.org/en/latest/specifications/name-normalization/>
  public static String pypiName(String name) {
    var normal = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isSeparator = c == '-' || c == '_' || c == '.';
      if (!isSeparator) {
        normal.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
      } else if (normal.isEmpty() || normal.charAt(normal.length() - 1) != '-') {
        normal.append('-');
      }
    }
    return normal.toString();
  }

  /// The canonical text; `parse` gives back an equal value.
  @Override
  public String toString() {
    return PurlText.write(this);
  }
}
