package dev.assay.analyze.language;

/// Names of files.
public final class LockNames {
  private LockNames() {}

  /// Whether the path's last part is that name. What lies in `node_modules` is installed, whatever
  /// lock files packages bring.
  public static boolean isFile(String path, String name) {
    boolean isNamed =
        path.endsWith(name)
            && (path.length() == name.length()
                || path.charAt(path.length() - name.length() - 1) == '/');
    return isNamed && !path.startsWith("node_modules/") && !path.contains("/node_modules/");
  }
}
