package dev.assay.model;

import dev.assay.failure.UsageFailure;
import java.util.Locale;

/// The platform an image is made for.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md>
///
/// @param os such as `linux`
/// @param architecture in Go's words, such as `amd64`
/// @param variant such as `v8`, or empty
public record Platform(String os, String architecture, String variant) {
  /// What is scanned where nobody says otherwise, on every host.
  public static final Platform DEFAULT = new Platform("linux", "amd64", "");

  /// Reads `os/architecture[/variant]`.
  ///
  /// @throws UsageFailure where the text has another form
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 3 || text.contains("//") || text.endsWith("/")) {
      throw new UsageFailure(
          "cannot read platform `" + text + "`",
          "write it as os/architecture[/variant]: linux/arm64");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
  }

  /// Whether an image made for `offered` is what someone who asks for this platform wants. A
  /// variant counts only where one was asked for; `arm64` and `arm64/v8` are the same.
  public boolean accepts(Platform offered) {
    Platform other = offered.normal();
    Platform own = normal();
    return own.os.equals(other.os)
        && own.architecture.equals(other.architecture)
        && (variant.isEmpty() || own.variant.equals(other.variant));
  }

  /// Whether runtimes take both for the same, however they are written.
  public boolean isSame(Platform other) {
    return normal().equals(other.normal());
  }

  /// As runtimes compare platforms: in lower case, and by one of several names.
  ///
  /// Source: <https://pkg.go.dev/github.com/containerd/platforms#Normalize>
  private Platform normal() {
    String system = os.toLowerCase(Locale.ROOT);
    String machine = architecture.toLowerCase(Locale.ROOT);
    String form = variant.toLowerCase(Locale.ROOT);
    return switch (machine) {
      case "i386" -> new Platform(system, "386", "");
      case "amd64", "x86_64", "x86-64" ->
          new Platform(system, "amd64", form.equals("v1") ? "" : form);
      case "arm64", "aarch64" ->
          new Platform(system, "arm64", form.equals("v8") || form.equals("8") ? "" : form);
      case "armhf" -> new Platform(system, "arm", "v7");
      case "armel" -> new Platform(system, "arm", "v6");
      case "arm" -> new Platform(system, "arm", normalArm(form));
      default -> new Platform(system, machine, form);
    };
  }

  private static String normalArm(String variant) {
    return switch (variant) {
      case "" -> "v7";
      case "5", "6", "7", "8" -> "v" + variant;
      default -> variant;
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
