package dev.assay.sbom;

import dev.assay.model.Component;
import dev.assay.model.OperatingSystem;
import java.util.Locale;

/// The name that NVD may know a component by. Only a guess where the analyzer knows none: who makes
/// it is taken from its name, as Syft does first. Assay itself matches by package URL.
///
/// Source: NIST IR 7695, Common Platform Enumeration: Naming Specification 2.3, section 6.2
final class Cpe {
  private static final String KNOWN = "cpe:2.3:[aho](:[^:\\s]+){10}";

  private Cpe() {}

  /// The component's; empty where its name cannot be in one.
  static String of(Component component) {
    String known = component.detail("cpe");
    if (!known.isEmpty()) {
      return known.matches(KNOWN) ? known : "";
    }
    String name = component.name();
    return switch (component.type()) {
      case MAVEN -> {
        int colon = name.indexOf(':');
        String group = colon < 0 ? name : name.substring(0, colon);
        yield named(vendor(group), name.substring(colon + 1), component.version());
      }
      case NPM, COMPOSER, GO -> {
        int slash = name.lastIndexOf('/');
        String before = slash < 0 ? name : name.substring(0, slash);
        yield named(
            before.substring(before.lastIndexOf('/') + 1).replace("@", ""),
            name.substring(slash + 1),
            component.version());
      }
      default -> named(name, name, component.version());
    };
  }

  /// `org.apache.logging.log4j` is Apache's: the word behind the top-level domain.
  private static String vendor(String group) {
    String[] words = group.split("\\.");
    return words.length > 1 ? words[1] : group;
  }

  /// The distribution's own; empty where NVD's name for it is not known.
  static String of(OperatingSystem system) {
    String product =
        switch (system.family()) {
          case "alma" -> "almalinux:almalinux";
          case "alpine" -> "alpinelinux:alpine_linux";
          case "amazon" -> "amazon:linux";
          case "centos" -> "centos:centos";
          case "debian" -> "debian:debian_linux";
          case "fedora" -> "fedoraproject:fedora";
          case "oracle" -> "oracle:linux";
          case "redhat" -> "redhat:enterprise_linux";
          case "rocky" -> "resf:rocky_linux";
          case "ubuntu" -> "canonical:ubuntu_linux";
          default -> "";
        };
    String version = part(system.name());
    return product.isEmpty() || version.isEmpty()
        ? ""
        : "cpe:2.3:o:" + product + ":" + version + ":*:*:*:*:*:*:*";
  }

  private static String named(String vendor, String product, String version) {
    String who = part(vendor.toLowerCase(Locale.ROOT));
    String what = part(product.toLowerCase(Locale.ROOT));
    String which = part(version);
    return who.isEmpty() || what.isEmpty() || which.isEmpty()
        ? ""
        : "cpe:2.3:a:" + who + ":" + what + ":" + which + ":*:*:*:*:*:*:*";
  }

  /// A value with everything but letters, digits, `_`, `.` and `-` behind a backslash; empty where
  /// it has what a name cannot have.
  private static String part(String text) {
    StringBuilder part = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return "";
      }
      boolean isPlain = Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
      part.append(isPlain ? "" : "\\").append(c);
    }
    // Alone it would mean: not applicable.
    return text.equals("-") ? "" : part.toString();
  }
}
