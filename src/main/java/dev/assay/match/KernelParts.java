package dev.assay.match;

import dev.assay.model.Component;
import java.util.regex.Pattern;

/// What is built from the kernel's source but never runs: headers, documentation and symbol lists.
/// Advisories list it or name the source that it has in common with the kernel; images have it
/// because a compiler needs it.
final class KernelParts {
  private static final Pattern OF_RPM =
      Pattern.compile(
          "kernel(-[a-z0-9]+)*-(headers|devel|devel-matched|doc|abi-stablelists|abi-whitelists)"
              + "|linux-(api-headers|glibc-devel)");

  /// `linux-headers-5.10.0-30-amd64`, Ubuntu's `linux-aws-5.4-headers-5.4.0-1100`,
  /// `linux-libc-dev-arm64-cross`, `linux-doc-5.10`.
  private static final Pattern OF_DEB =
      Pattern.compile("linux-libc-dev(-.+)?|linux-([a-z0-9.]+-)*headers(-.+)?|linux-doc(-.+)?");

  private KernelParts() {}

  /// Whether nothing of the component runs.
  static boolean neverRuns(Component component) {
    return switch (component.type()) {
      case DEB -> OF_DEB.matcher(component.name()).matches();
      case RPM -> OF_RPM.matcher(component.name()).matches();
      default -> false;
    };
  }
}
