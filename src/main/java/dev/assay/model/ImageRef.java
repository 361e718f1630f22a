package dev.assay.model;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of an image in a registry: `[host[:port]/]repository[:tag][@digest]`.
///
/// `docker.io` and `library/` are filled in as Docker does; a digest wins over a tag.
///
/// Or the name of one in an OCI layout, a folder of this machine: `oci:DIR[:TAG][@digest]`, as
/// skopeo writes it. The folder ends at the first colon. Without tag and digest the only image is
/// meant.
///
/// Source: <https://github.com/distribution/reference/blob/v0.6.0/reference.go> (grammar)
///
/// @param host with its port where one was written; `docker.io` for Docker Hub; `oci:` for layouts
/// @param repository path without the host; a layout's folder
/// @param tag where one was written
/// @param digest where one was written
public record ImageRef(
    String host, String repository, Optional<String> tag, Optional<Digest> digest) {
  /// What stands before the folder of a layout.
  private static final String LAYOUT = "oci:";

  private static final String FORM = "write it as [host[:port]/]repository[:tag][@sha256:…]";
  private static final String LAYOUT_FORM = "oci:DIR[:TAG][@sha256:…]";
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?"
              + "|\\[[a-fA-F0-9:]+](?::[0-9]+)?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");

  /// What `org.opencontainers.image.ref.name` may be; some tools write whole references there.
  ///
  /// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md>
  private static final Pattern NAME_IN_LAYOUT = Pattern.compile("\\w[\\w.:@+/-]{0,254}");

  /// Reads a reference as people type it.
  ///
  /// @throws UsageFailure where it breaks the grammar
  public static ImageRef parse(String text) {
    if (text.isBlank()) {
      throw new UsageFailure(
          "cannot read image reference `" + text + "`: it is empty",
          "see whether a variable in the command is not set");
    }
    refuseScheme(text);
    String rest = text;
    Optional<Digest> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(parseDigest(text, rest.substring(at + 1)));
      rest = rest.substring(0, at);
    }
    String host = "docker.io";
    int slash = rest.indexOf('/');
    if (slash > 0 && looksLikeHost(rest.substring(0, slash))) {
      host = rest.substring(0, slash);
      rest = rest.substring(slash + 1);
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon >= 0) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
      host = "docker.io";
    }
    if (host.equals("docker.io") && !rest.contains("/")) {
      rest = "library/" + rest;
    }
    check(text, host, rest, tag);
    return new ImageRef(host, rest, tag, digest);
  }

  /// Reads a reference as people type it where an OCI layout will do as well.
  ///
  /// @throws UsageFailure where it breaks the grammar
  public static ImageRef parsePlace(String text) {
    return text.startsWith(LAYOUT) ? parseLayout(text) : parse(text);
  }

  /// The only image of a layout.
  public static ImageRef layout(String folder) {
    return new ImageRef(LAYOUT, folder, Optional.empty(), Optional.empty());
  }

  private static ImageRef parseLayout(String text) {
    String rest = text.substring(LAYOUT.length());
    Optional<Digest> digest = Optional.empty();
    int at = rest.lastIndexOf("@sha");
    if (at >= 0) {
      digest = Optional.of(parseDigest(text, rest.substring(at + 1)));
      rest = rest.substring(0, at);
    }
    Optional<String> name = Optional.empty();
    int colon = rest.indexOf(':');
    if (colon >= 0) {
      name = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    if (rest.isEmpty() || rest.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new UsageFailure(
          "cannot read layout `" + text + "`: it names no folder", "write it as " + LAYOUT_FORM);
    }
    if (name.isPresent() && !NAME_IN_LAYOUT.matcher(name.get()).matches()) {
      throw new UsageFailure(
          "cannot read layout `" + text + "`: `" + name.get() + "` is no tag",
          "write it as " + LAYOUT_FORM + "; a folder's name ends at the first colon");
    }
    return new ImageRef(LAYOUT, rest, name, digest);
  }

  /// Whether it is in an OCI layout, whose folder is then the repository.
  public boolean isLayout() {
    return host.equals(LAYOUT);
  }

  /// Addresses pasted from a browser, and what skopeo and syft put before a name.
  private static void refuseScheme(String text) {
    int end = text.indexOf("://");
    if (end > 0) {
      throw new UsageFailure(
          "cannot read image reference `" + text + "`: a reference has no `://`",
          withoutScheme(text.substring(0, end), text.substring(end + 3)));
    }
    String scheme = text.substring(0, Math.max(0, text.indexOf(':')));
    String path = text.substring(Math.min(text.length(), scheme.length() + 1));
    switch (scheme) {
      case "docker-archive", "oci-archive", "oci-dir", "oci" -> {
        // `oci:1.2` may be an image called so; a path or a file's name is none.
        if (path.startsWith("/") || path.startsWith(".") || path.endsWith(".tar")) {
          throw new UsageFailure(
              "cannot read image reference `" + text + "`: it names a file or folder",
              "use `--input " + path + "`");
        }
      }
      default -> {}
    }
  }

  private static String withoutScheme(String scheme, String rest) {
    boolean isPath = rest.startsWith("/") || rest.startsWith(".") || rest.endsWith(".tar");
    if (isPath || rest.isEmpty() || rest.contains("://") || scheme.equalsIgnoreCase("file")) {
      return FORM + "; a file or folder is named with `--input PATH`";
    }
    try {
      parse(rest);
    } catch (UsageFailure e) {
      return FORM;
    }
    boolean isPlain = scheme.equalsIgnoreCase("http");
    return "write `"
        + rest
        + "`"
        + (isPlain ? "; plain http is for this machine, elsewhere add --insecure" : "");
  }

  private static boolean looksLikeHost(String first) {
    return first.contains(".")
        || first.contains(":")
        || first.equals("localhost")
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }

  private static Digest parseDigest(String whole, String text) {
    try {
      return Digest.parse(text);
    } catch (InputFailure e) {
      throw malformed(whole, e.getMessage() == null ? "bad digest" : e.getMessage());
    }
  }

  private static void check(String text, String host, String repository, Optional<String> tag) {
    if (!HOST.matcher(host).matches() || !hasPossiblePort(host)) {
      throw malformed(text, "`" + host + "` is no host name");
    }
    String lower = repository.toLowerCase(Locale.ROOT);
    if (!lower.equals(repository) && REPOSITORY.matcher(lower).matches()) {
      throw new UsageFailure(
          "cannot read image reference `"
              + text
              + "`: `"
              + repository
              + "` has capital letters, which no repository has",
          "write `" + lower + "`");
    }
    if (repository.length() > 255 || !REPOSITORY.matcher(repository).matches()) {
      throw malformed(
          text, "`" + repository + "` is no repository name (lower case, digits and . _ - /)");
    }
    if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
      throw malformed(text, "`" + tag.get() + "` is no tag");
    }
  }

  private static boolean hasPossiblePort(String host) {
    int colon = host.lastIndexOf(':');
    if (colon < 0 || host.endsWith("]")) {
      return true;
    }
    String port = host.substring(colon + 1);
    return port.length() <= 5 && Integer.parseInt(port) <= 65_535;
  }

  private static UsageFailure malformed(String text, String problem) {
    return new UsageFailure("cannot read image reference `" + text + "`: " + problem, FORM);
  }

  /// Another tag of the same repository.
  public ImageRef tagged(String name) {
    return new ImageRef(host, repository, Optional.of(name), Optional.empty());
  }

  /// What the registry is asked for: the digest, else the tag, else `latest`.
  public String identifier() {
    return digest.map(Digest::toString).orElseGet(() -> tag.orElse("latest"));
  }

  /// `host/repository`, or `oci:DIR`.
  public String name() {
    return isLayout() ? host + repository : host + "/" + repository;
  }

  /// What others may be told of where it is: nothing of a folder on this machine.
  public String publicName() {
    return isLayout() ? "" : name();
  }

  /// The same image by its digest alone.
  public ImageRef at(Digest digest) {
    return new ImageRef(host, repository, Optional.empty(), Optional.of(digest));
  }

  @Override
  public String toString() {
    boolean isBare = tag.isEmpty() && (digest.isPresent() || isLayout());
    return name()
        + (isBare ? "" : ":" + tag.orElse("latest"))
        + digest.map(d -> "@" + d).orElse("");
  }
}
