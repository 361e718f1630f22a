package dev.assay.model;

import dev.assay.failure.UsageFailure;

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
    return os.equals(offered.os)
        && architecture.equals(offered.architecture)
        && (variant.isEmpty() || variant.equals(offered.normalVariant()));
  }

  private String normalVariant() {
    return variant.isEmpty() && architecture.equals("arm64") ? "v8" : variant;
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
