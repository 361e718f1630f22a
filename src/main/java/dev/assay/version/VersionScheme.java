package dev.assay.version;

/// How one package manager orders versions.
public interface VersionScheme {
  /// Short name, also its fixture's: `deb`, `apk`, `npm`, `pep440`.
  String name();

  /// Whether the text is a version of this scheme. Comparing others still gives a total order.
  boolean isValid(String version);

  /// Negative, zero or positive as `a` is before, equal to or after `b`. A total order over all
  /// texts; allocates nothing on texts that are valid.
  int compare(String a, String b);
}
