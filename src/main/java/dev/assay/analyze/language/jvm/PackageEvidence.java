package dev.assay.analyze.language.jvm;

/// The package that all classes of an archive have in common.
final class PackageEvidence {
  private String common = "";
  private boolean isAny;

  /// Takes a class's place, such as `org/example/Thing.class`.
  void add(String path) {
    int slash = path.lastIndexOf('/');
    boolean isOwn = slash > 0 && !path.startsWith("META-INF/") && path.indexOf("-INF/") < 0;
    if (!isOwn) {
      return;
    }
    String folder = path.substring(0, slash);
    common = isAny ? shared(common, folder) : folder;
    isAny = true;
  }

  private static String shared(String one, String other) {
    if (other.startsWith(one)
        && (other.length() == one.length() || other.charAt(one.length()) == '/')) {
      return one;
    }
    int end = 0;
    int most = Math.min(one.length(), other.length());
    for (int i = 0; i <= most; i++) {
      boolean isEnd =
          (i == one.length() || one.charAt(i) == '/')
              && (i == other.length() || other.charAt(i) == '/');
      end = isEnd ? i : end;
      if (i == most || one.charAt(i) != other.charAt(i)) {
        break;
      }
    }
    return one.substring(0, end);
  }

  /// `org.example`; empty where the classes have nothing in common.
  String name() {
    return common.replace('/', '.');
  }
}
