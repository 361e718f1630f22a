package dev.assay.format.maven;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a `pom.xml` says, before anything is inherited or replaced.
///
/// Source: <https://maven.apache.org/pom.html>, <https://maven.apache.org/xsd/maven-4.0.0.xsd>
public final class Pom {
  final Coordinates own = new Coordinates();
  Optional<Parent> parent = Optional.empty();
  final Map<String, String> properties = new LinkedHashMap<>();
  final List<Dependency> dependencies = new ArrayList<>();
  final List<Dependency> managed = new ArrayList<>();
  final List<String> licenses = new ArrayList<>();
  Optional<String> problem = Optional.empty();

  Pom() {}

  /// Group, artifact and version as they are filled in; empty where the file does not say.
  static final class Coordinates {
    String group = "";
    String artifact = "";
    String version = "";
  }

  /// The project that this one inherits from.
  ///
  /// @param relativePath where it lies from here; `../pom.xml` where the file does not say, empty
  ///   where it says that it is nowhere near
  public record Parent(String group, String artifact, String version, String relativePath) {}

  /// A dependency, or what is managed for one.
  ///
  /// @param line where it begins, from 1
  public record Dependency(
      String group,
      String artifact,
      String version,
      String scope,
      String type,
      boolean isOptional,
      long line) {
    /// `group:artifact`.
    public String name() {
      return group + ":" + artifact;
    }
  }

  /// The project's group; its parent's where it names none.
  public String group() {
    return own.group.isEmpty() ? parent.map(Parent::group).orElse("") : own.group;
  }

  /// The project's artifact.
  public String artifact() {
    return own.artifact;
  }

  /// The project's version; its parent's where it names none.
  public String version() {
    return own.version.isEmpty() ? parent.map(Parent::version).orElse("") : own.version;
  }

  /// The project it inherits from.
  public Optional<Parent> parent() {
    return parent;
  }

  /// Its properties in their order.
  public Map<String, String> properties() {
    return Map.copyOf(properties);
  }

  /// What it needs, without what profiles add.
  public List<Dependency> dependencies() {
    return List.copyOf(dependencies);
  }

  /// What it says of dependencies wherever they are needed.
  public List<Dependency> managed() {
    return List.copyOf(managed);
  }

  /// What breaks the file's format; what came before counts.
  public Optional<String> problem() {
    return problem;
  }

  /// The names of its licences.
  public List<String> licenses() {
    return List.copyOf(licenses);
  }
}
