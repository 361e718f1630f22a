package dev.assay.analyze.language.jvm;

import dev.assay.format.maven.Pom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A project with what it inherits from its parents in the same tree: properties, managed versions
/// and dependencies. The nearest project that says something counts.
///
/// Source: <https://maven.apache.org/ref/3.9.11/maven-model-builder/>
final class EffectivePom {
  private static final int MAX_STEPS = 50;
  private static final int MAX_CHARS = 500;

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, Pom.Dependency> managed = new HashMap<>();
  private final Map<String, Pom.Dependency> dependencies = new LinkedHashMap<>();

  /// @param nearestFirst the project, its parent, its parent's parent …
  EffectivePom(List<Pom> nearestFirst) {
    Pom own = nearestFirst.getFirst();
    for (String prefix : List.of("project.", "pom.", "")) {
      properties.put(prefix + "groupId", own.group());
      properties.put(prefix + "artifactId", own.artifact());
      properties.put(prefix + "version", own.version());
    }
    own.parent()
        .ifPresent(parent -> {
          properties.put("project.parent.groupId", parent.group());
          properties.put("project.parent.artifactId", parent.artifact());
          properties.put("project.parent.version", parent.version());
        });
    nearestFirst.forEach(pom -> pom.properties().forEach(properties::putIfAbsent));
    for (Pom pom : nearestFirst) {
      pom.managed().forEach(one -> managed.putIfAbsent(filledIn(one.name()), one));
      pom.dependencies().forEach(one -> dependencies.putIfAbsent(filledIn(one.name()), one));
    }
  }

  /// By `group:artifact`, in the order of the files.
  Map<String, Pom.Dependency> dependencies() {
    return dependencies;
  }

  /// The version of a dependency: its own or the managed one; empty where the tree does not say, or
  /// leaves a choice.
  String version(String name, Pom.Dependency dependency) {
    Pom.Dependency rule = managed.getOrDefault(name, dependency);
    String written = dependency.version().isEmpty() ? rule.version() : dependency.version();
    String version = filledIn(written);
    boolean isExact = version.startsWith("[") && version.endsWith("]") && !version.contains(",");
    version = isExact ? version.substring(1, version.length() - 1) : version;
    boolean isOpen = version.contains("${") || version.contains("[") || version.contains("(");
    return isOpen ? "" : version;
  }

  /// Its scope: its own, the managed one, or `compile`.
  String scope(String name, Pom.Dependency dependency) {
    Pom.Dependency rule = managed.getOrDefault(name, dependency);
    String written = dependency.scope().isEmpty() ? rule.scope() : dependency.scope();
    return written.isEmpty() ? "compile" : filledIn(written);
  }

  /// The text with each `${name}` replaced; what is unknown, endless or too long stays as it is.
  String filledIn(String text) {
    String value = text.strip();
    for (int step = 0; step < MAX_STEPS && value.length() < MAX_CHARS; step++) {
      int start = value.lastIndexOf("${");
      int end = value.indexOf('}', Math.max(0, start));
      if (start < 0 || end < 0) {
        return value;
      }
      String known = properties.get(value.substring(start + 2, end).strip());
      if (known == null) {
        return value;
      }
      value = value.substring(0, start) + known.strip() + value.substring(end + 1);
    }
    return value;
  }
}
