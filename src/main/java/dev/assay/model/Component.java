package dev.assay.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A piece of software found in an image or a folder.
///
/// @param type the kind of package
/// @param foundBy the analyzer that found it, in the word Trivy uses for the result's `Type`:
///   `apk`, `dpkg`, `node-pkg`, `python-pkg`, `npm`, `yarn`, `pnpm`, `pip`, `poetry`, …
/// @param name as the package manager writes it (npm with its scope, Maven as `group:artifact`)
/// @param version as the package manager writes it, with epoch and release
/// @param architecture such as `amd64`, or empty
/// @param sourceName the source package that advisories name; empty where it is the same
/// @param sourceVersion its version; empty where it is the same
/// @param licenses licence expressions as declared
/// @param maintainer as declared, or empty
/// @param path the file that says so, relative to the image root, without a leading `/`
/// @param relationship how it came to be there
/// @param isDevelopment whether it is needed for development alone
/// @param dependsOn the `id()` of the components it needs
/// @param details rarely used facts by name, sorted: `modularitylabel`, `repository` (`third-party`
///   of a system package that its distribution did not make), `contentSets`, `registry`, `digest`,
///   `startLine`, `endLine`; of what had to be identified also `evidence` (what by), `confidence`
///   (`high`, `medium`, `low`) and `sha1` (of a file that can be looked up); of a Go program's main
///   module `program`, the package it was built from
public record Component(
    PackageType type,
    String foundBy,
    String name,
    String version,
    String architecture,
    String sourceName,
    String sourceVersion,
    List<String> licenses,
    String maintainer,
    String path,
    Relationship relationship,
    boolean isDevelopment,
    List<String> dependsOn,
    SortedMap<String, String> details) {
  public Component {
    licenses = List.copyOf(licenses);
    dependsOn = List.copyOf(dependsOn);
    details =
        details.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(details));
  }

  private static final int OWN_BYTES = 320;
  private static final int ITEM_BYTES = 48;
  private static final int DETAIL_BYTES = 96;

  /// `foundBy` of what a note inside a program says, not a package manager's database.
  public static final String BY_NOTE = "elf-note";

  /// The fact that says whose repository a system package is of, and what it says of one beside the
  /// distribution's.
  public static final String REPOSITORY = "repository";

  public static final String THIRD_PARTY = "third-party";

  /// The fact that says which repositories a system package may have come from, between blanks.
  public static final String CONTENT_SETS = "contentSets";

  /// Starts a component of which no more is known than this.
  public static Builder of(PackageType type, String foundBy, String name, String version) {
    return new Builder(type, foundBy, name, version);
  }

  /// Whether a distribution's package database lists it as installed.
  public boolean isInstalled() {
    return type.isSystem() && !foundBy.equals(BY_NOTE);
  }

  /// Whether it is a system package that somebody else than the distribution made: the
  /// distribution's advisories do not speak of it.
  public boolean isThirdParty() {
    return detail(REPOSITORY).equals(THIRD_PARTY);
  }

  /// `name@version`, as reports identify it.
  public String id() {
    return name + "@" + version;
  }

  /// The name advisories of a distribution use: the source package's.
  public String advisoryName() {
    return sourceName.isEmpty() ? name : sourceName;
  }

  /// The version such an advisory speaks of.
  public String advisoryVersion() {
    return sourceVersion.isEmpty() ? version : sourceVersion;
  }

  /// A fact of `details`, or empty.
  public String detail(String key) {
    return details.isEmpty() ? "" : details.getOrDefault(key, "");
  }

  /// The same with one more fact.
  public Component with(String detail, String value) {
    TreeMap<String, String> more = new TreeMap<>(details);
    more.put(detail, value);
    return new Component(
        type,
        foundBy,
        name,
        version,
        architecture,
        sourceName,
        sourceVersion,
        licenses,
        maintainer,
        path,
        relationship,
        isDevelopment,
        dependsOn,
        more);
  }

  /// How many bytes of memory it takes, roughly.
  public long roughBytes() {
    long sum = (long) OWN_BYTES + name.length() + version.length() + architecture.length();
    sum += sourceName.length() + sourceVersion.length() + maintainer.length() + path.length();
    for (String licence : licenses) {
      sum += ITEM_BYTES + licence.length();
    }
    for (String needed : dependsOn) {
      sum += ITEM_BYTES + needed.length();
    }
    for (Map.Entry<String, String> detail : details.entrySet()) {
      sum += DETAIL_BYTES + detail.getKey().length() + detail.getValue().length();
    }
    return sum;
  }

  /// Collects the parts of a component; every part not given is unknown.
  public static final class Builder {
    private final PackageType type;
    private final String foundBy;
    private final String name;
    private final String version;
    private String architecture = "";
    private String sourceName = "";
    private String sourceVersion = "";
    private List<String> licenses = List.of();
    private String maintainer = "";
    private String path = "";
    private Relationship relationship = Relationship.UNKNOWN;
    private boolean development;
    private List<String> dependsOn = List.of();
    private final TreeMap<String, String> details = new TreeMap<>();

    private Builder(PackageType type, String foundBy, String name, String version) {
      this.type = type;
      this.foundBy = foundBy;
      this.name = name;
      this.version = version;
    }

    public Builder architecture(String value) {
      architecture = value;
      return this;
    }

    /// The source package; name or version empty where they equal the component's own.
    public Builder source(String name, String version) {
      sourceName = name;
      sourceVersion = version;
      return this;
    }

    public Builder licenses(List<String> value) {
      licenses = value;
      return this;
    }

    public Builder maintainer(String value) {
      maintainer = value;
      return this;
    }

    public Builder path(String value) {
      path = value;
      return this;
    }

    public Builder relationship(Relationship value) {
      relationship = value;
      return this;
    }

    public Builder development(boolean value) {
      development = value;
      return this;
    }

    public Builder dependsOn(List<String> value) {
      dependsOn = value;
      return this;
    }

    /// Adds a fact to `details`; an empty value adds nothing.
    public Builder detail(String key, String value) {
      if (!value.isEmpty()) {
        details.put(key, value);
      }
      return this;
    }

    /// Adds all these facts to `details`.
    public Builder details(SortedMap<String, String> values) {
      details.putAll(values);
      return this;
    }

    public Component build() {
      return new Component(
          type,
          foundBy,
          name,
          version,
          architecture,
          sourceName,
          sourceVersion,
          licenses,
          maintainer,
          path,
          relationship,
          development,
          dependsOn,
          details);
    }
  }
}
