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
/// Source: <https://github.com/distribution/reference/blob/v0.6.0/reference.go> (grammar)
///
/// @param host with its port where one was written; `docker.io` for Docker Hub
/// @param repository path without the host
/// @param tag where one was written
/// @param digest where one was written
public record ImageRef(
    String host, String repository, Optional<String> tag, Optional<Digest> digest) {
  private static final String FORM = "write it as [host[:port]/]repository[:tag][@sha256:…]";
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?"
              + "|\\[[a-fA-F0-9:]+](?::[0-9]+)?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");

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

  /// What the registry is asked for: the digest, else the tag, else `latest`.
  public String identifier() {
    return digest.map(Digest::toString).orElseGet(() -> tag.orElse("latest"));
  }

  /// `host/repository`.
  public String name() {
    return host + "/" + repository;
  }

  /// The same image by its digest alone.
  public ImageRef at(Digest digest) {
    return new ImageRef(host, repository, Optional.empty(), Optional.of(digest));
  }

  @Override
  public String toString() {
    return name()
        + (digest.isPresent() && tag.isEmpty() ? "" : ":" + tag.orElse("latest"))
        + digest.map(d -> "@" + d).orElse("");
  }
}
