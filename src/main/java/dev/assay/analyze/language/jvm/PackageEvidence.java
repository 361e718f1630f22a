package dev.assay.analyze.language.jvm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The packages of an archive's classes, and the group that they speak for.
final class PackageEvidence {
  private static final int MAX_PACKAGES = 4_000;
  private static final int MAX_SEGMENTS = 8;

  /// Words that say nothing of their own: `org.example.core` of an artifact `core` is
  /// `org.example`'s.
  private static final List<String> PLAIN_WORDS =
      List.of(
          "api",
          "base",
          "client",
          "common",
          "commons",
          "compiler",
          "core",
          "extensions",
          "impl",
          "lib",
          "model",
          "parser",
          "runtime",
          "server",
          "tools",
          "util",
          "utils");

  private final Map<String, Integer> classesOf = new HashMap<>();
  private int classes;
  private boolean isAny;
  private String common = "";

  /// Takes a class's place, such as `org/example/Thing.class`.
  void add(String path) {
    int slash = path.lastIndexOf('/');
    boolean isApart = path.startsWith("META-INF/") || path.indexOf("-INF/") >= 0;
    isAny |= !isApart && !path.endsWith("module-info.class");
    if (isApart || slash <= 0) {
      return;
    }
    String folder = path.substring(0, slash);
    common = classes == 0 ? folder : shared(common, folder);
    classes++;
    if (classesOf.size() < MAX_PACKAGES || classesOf.containsKey(folder)) {
      classesOf.merge(folder, 1, Integer::sum);
    }
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

  /// Whether there is a class in it, in a package or in none.
  boolean isAny() {
    return isAny;
  }

  /// Whether classes lie in that package itself.
  boolean hasPackage(String name) {
    return classesOf.containsKey(name.replace('.', '/'));
  }

  /// The group that the classes speak for, such as `org.example`; empty where they have nothing in
  /// common.
  ///
  /// @param artifact what the archive is called: a package named after a part of it lies below the
  ///   group's own
  /// @param startClass of an application; its package outweighs the libraries around it
  String group(String artifact, String startClass) {
    if (!startClass.isEmpty()) {
      return startClass.substring(0, Math.max(0, startClass.lastIndexOf('.')));
    }
    String name = (common.indexOf('/') > 0 ? common : foremost()).replace('/', '.');
    int dot = name.lastIndexOf('.');
    String above = name.substring(0, Math.max(0, dot));
    return above.contains(".") && isPart(name.substring(dot + 1), artifact) ? above : name;
  }

  private static boolean isPart(String segment, String artifact) {
    List<String> words = List.of(artifact.split("[-_.]"));
    return words.lastIndexOf(segment) > 0
        || (words.size() == 1 && artifact.equals(segment) && PLAIN_WORDS.contains(segment));
  }

  /// The deepest package that holds three of four classes: something small may be shaded in.
  private String foremost() {
    String at = "";
    for (int depth = 0; depth < MAX_SEGMENTS; depth++) {
      Map<String, Integer> children = new HashMap<>();
      String below = at.isEmpty() ? "" : at + "/";
      classesOf.forEach((folder, count) -> {
        if (folder.startsWith(below) && folder.length() > below.length()) {
          int end = folder.indexOf('/', below.length());
          children.merge(end < 0 ? folder : folder.substring(0, end), count, Integer::sum);
        }
      });
      String next =
          children.entrySet().stream()
              .filter(child -> child.getValue() >= classes * 0.75)
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse("");
      if (next.isEmpty()) {
        return at;
      }
      at = next;
    }
    return at;
  }
}
