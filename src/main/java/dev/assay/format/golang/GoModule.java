package dev.assay.format.golang;

/// A module at a version.
///
/// @param path such as `golang.org/x/text`; of a folder that replaces a module, as written
/// @param version such as `v0.14.0` or `(devel)`; empty where none is written
public record GoModule(String path, String version) {
  /// Whether it is a folder, not a module anybody could fetch.
  ///
  /// Source: <https://go.dev/ref/mod#go-mod-file-replace>
  public boolean isFolder() {
    boolean hasDrive = path.length() > 1 && path.charAt(1) == ':';
    return path.startsWith("./")
        || path.startsWith("../")
        || path.startsWith("/")
        || path.startsWith(".\\")
        || path.startsWith("..\\")
        || path.equals(".")
        || path.equals("..")
        || hasDrive;
  }

  /// What is built in place of this module: the replacement, or, where a folder replaces it, this
  /// module at a version that nobody knows.
  public GoModule replacedBy(GoModule replacement) {
    if (replacement.isFolder()) {
      return new GoModule(path, "(devel)");
    }
    return replacement;
  }
}
