package dev.assay.model;

import dev.assay.failure.InputFailure;

/// A set of packages that share names, version rules and advisories; also a partition of the
/// advisory database. Languages have no release: `npm`, `pypi`, `go`, `maven`, `cargo`, `gem`,
/// `composer`, `nuget`, `pub`, `hex`, `swift`, `julia`, `hackage`, `bitnami`, …. Distributions do:
/// `alpine:3.10`, `debian:11`, `ubuntu:20.04`, `alma:8`.
///
/// @param name lower case; of a distribution, its family as in `OperatingSystem`
/// @param release as advisories name it, or empty
public record Ecosystem(String name, String release) implements Comparable<Ecosystem> {
  private static final int MAX_WORD = 64;

  public Ecosystem {
    if (!isWord(name) || !(release.isEmpty() || isWord(release))) {
      throw new InputFailure("`" + name + ":" + release + "` is no ecosystem");
    }
  }

  /// Whether the text can be an ecosystem's name or release: lower case, digits, `._+-`, at most
  /// 64.
  public static boolean isWord(String text) {
    // A plain loop: hundreds are read before anything is compiled.
    boolean isWord = !text.isEmpty() && text.length() <= MAX_WORD && isPlain(text.charAt(0));
    for (int i = 1; isWord && i < text.length(); i++) {
      isWord = isPlain(text.charAt(i)) || "._+-".indexOf(text.charAt(i)) >= 0;
    }
    return isWord;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  /// Reads `name` or `name:release`.
  public static Ecosystem parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Ecosystem(text, "")
        : new Ecosystem(text.substring(0, colon), text.substring(colon + 1));
  }

  /// Spelled out: what a record does by itself is put together at its first use, in 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof Ecosystem ecosystem
        && name.equals(ecosystem.name)
        && release.equals(ecosystem.release);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + release.hashCode();
  }

  @Override
  public int compareTo(Ecosystem other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return release.isEmpty() ? name : name + ":" + release;
  }
}
