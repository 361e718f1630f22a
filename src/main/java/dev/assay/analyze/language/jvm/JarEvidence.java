package dev.assay.analyze.language.jvm;

import dev.assay.format.maven.Pom;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one archive says of itself and of what was shaded into it, strongest first: Maven's
/// `pom.properties` and `pom.xml`, the manifest, the classes, the file's name.
final class JarEvidence {
  private static final Pattern GROUP = Pattern.compile("[A-Za-z][\\w-]*+(?:\\.[\\w-]++)*+");
  private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z][\\w.-]*+");
  private static final int MAX_PROJECTS = 5_000;
  private static final Pattern BESIDE_CLASSES =
      Pattern.compile(".*-(?:sources|javadoc)\\.(?i:jar)");
  private static final String KNOWN = "known artifact";
  private static final String UNNAMED = "unnamed";
  private static final int MAX_VERSION = 100;

  private final Map<String, Project> projects = new LinkedHashMap<>();
  private JarManifest manifest = JarManifest.NONE;
  final PackageEvidence classes = new PackageEvidence();

  /// A Maven project whose metadata lie in the archive.
  private record Project(String group, String artifact, String version, String evidence) {}

  /// Who an archive is, found out without metadata.
  private record Guess(String group, String artifact, String version, String evidence) {
    String name() {
      return group.isEmpty() ? artifact : group + ":" + artifact;
    }
  }

  /// Whether one of the projects read so far is surely the archive itself.
  boolean isNamed(String place) {
    if (projects.isEmpty()) {
      return false;
    }
    JarName name = JarName.of(place, manifest.version());
    return projects.values().stream()
        .anyMatch(project -> project.artifact().equals(name.artifact()));
  }

  void manifest(JarManifest read) {
    manifest = read;
  }

  /// Takes a `pom.properties`; what is not filled in tells nothing.
  void properties(String folder, Map<String, String> read) {
    project(
        folder,
        new Project(
            read.getOrDefault("groupId", "").strip(),
            read.getOrDefault("artifactId", "").strip(),
            read.getOrDefault("version", "").strip(),
            "pom.properties"));
  }

  /// Takes a `pom.xml`; the properties beside it outweigh it.
  void pom(String folder, Pom pom) {
    if (!projects.containsKey(folder)) {
      project(folder, new Project(pom.group(), pom.artifact(), pom.version(), "pom.xml"));
    }
  }

  private void project(String folder, Project project) {
    boolean isFilledIn =
        GROUP.matcher(project.group()).matches()
            && ARTIFACT.matcher(project.artifact()).matches()
            && isVersion(project.version());
    if (isFilledIn && projects.size() < MAX_PROJECTS) {
      projects.put(folder, project);
    }
  }

  private static boolean isVersion(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_VERSION
        && text.chars().allMatch(c -> c > ' ' && c != '$' && c != '{' && c < 127);
  }

  /// What the archive is and holds.
  ///
  /// @param place its path, archives in archives separated like folders
  /// @param sha1 of its bytes, in hexadecimal digits
  List<Component> components(String place, String sha1) {
    var components = new ArrayList<Component>();
    for (Project project : projects.values()) {
      components.add(
          Component.of(
                  PackageType.MAVEN,
                  "jar",
                  project.group() + ":" + project.artifact(),
                  project.version())
              .path(place)
              .detail("evidence", project.evidence())
              .detail("confidence", "high")
              .build());
    }
    JarName name = JarName.of(place, manifest.version());
    if (!isKnown(name)) {
      guess(name)
          .or(() ->
              BESIDE_CLASSES.matcher(place).matches() ? Optional.empty() : unnamed(name, sha1))
          .map(guess -> component(guess, place, sha1))
          .filter(one -> !isListed(one))
          .ifPresent(components::add);
    }
    return components.stream().distinct().toList();
  }

  /// Whether one of the projects is the archive itself rather than shaded into it.
  private boolean isKnown(JarName name) {
    return projects.values().stream()
            .anyMatch(project -> project.artifact().equals(name.artifact()))
        || (projects.size() == 1 && name.version().isEmpty())
        || (name.version().isEmpty()
            && projects.values().stream().anyMatch(p -> p.version().equals(manifest.version())))
        || projects.values().stream()
            .anyMatch(project ->
                name.artifact().startsWith(project.artifact())
                    && name.version().startsWith(project.version()));
  }

  private boolean isListed(Component component) {
    return projects.values().stream()
        .anyMatch(project ->
            component.name().endsWith(project.artifact())
                && component.version().equals(project.version()));
  }

  private static Component component(Guess guess, String place, String sha1) {
    boolean isSaid = guess.evidence().equals("manifest") || guess.evidence().equals(KNOWN);
    return Component.of(PackageType.MAVEN, "jar", guess.name(), guess.version())
        .path(place)
        .detail("evidence", guess.evidence())
        .detail("confidence", isSaid ? "medium" : "low")
        .detail("sha1", sha1)
        .build();
  }

  /// A library that says nothing but may be looked up. Under any name: where the look-up fails, it
  /// is a gap.
  private Optional<Guess> unnamed(JarName name, String sha1) {
    boolean isLibrary = !sha1.isEmpty() && classes.isAny() && !manifest.isRuntime();
    boolean isNamed = ARTIFACT.matcher(name.artifact()).matches();
    return isLibrary
        ? Optional.of(new Guess("", isNamed ? name.artifact() : UNNAMED, "", "file name"))
        : Optional.empty();
  }

  private Optional<Guess> guess(JarName name) {
    String version = name.version().isEmpty() ? manifest.version() : name.version();
    boolean isNamed = ARTIFACT.matcher(name.artifact()).matches() && isVersion(version);
    if (!isNamed || manifest.isRuntime()) {
      return Optional.empty();
    }
    String artifact = name.artifact();
    String known = KnownGroups.of(artifact, version);
    if (!known.isEmpty()) {
      return Optional.of(new Guess(known, artifact, version, KNOWN));
    }
    String said = saidGroup(artifact);
    if (!said.isEmpty()) {
      return Optional.of(new Guess(said, artifact, version, "manifest"));
    }
    String byClasses = classes.group(artifact, manifest.first("start-class"));
    boolean isGroup = byClasses.contains(".") && GROUP.matcher(byClasses).matches();
    return Optional.of(
        isGroup
            ? new Guess(byClasses, artifact, version, "classes")
            : new Guess("", artifact, version, "file name"));
  }

  /// The group as the manifest has it; empty where it does not say.
  private String saidGroup(String artifact) {
    String vendor = manifest.first("implementation-vendor-id");
    if (GROUP.matcher(vendor).matches() && vendor.contains(".")) {
      return vendor;
    }
    String bundle = manifest.bundle();
    String said = GROUP.matcher(bundle).matches() ? bundleGroup(bundle, artifact) : "";
    String module = manifest.module();
    if (said.isEmpty() && GROUP.matcher(module).matches()) {
      said = moduleGroup(module, artifact);
    }
    // `dev.equo.ide` of `solstice`, whose classes are in `dev.equo.ide` and beside it.
    boolean isGroup = said.isEmpty() && bundle.split("\\.", -1).length > 2;
    return isGroup && classes.hasPackage(bundle) ? bundle : said;
  }

  /// `org.example.thing.part` is `thing-part` of `org.example.thing`. A bundle whose artifact has
  /// its whole name, as Eclipse's have, is of the group of the first three segments.
  private static String bundleGroup(String bundle, String artifact) {
    if (bundle.endsWith("." + artifact)) {
      return bundle.substring(0, bundle.length() - artifact.length() - 1);
    }
    if (bundle.equals(artifact)) {
      String[] segments = bundle.split("\\.", 4);
      return segments.length < 3 ? "" : String.join(".", List.of(segments).subList(0, 3));
    }
    return groupBeforeWords(bundle, artifact);
  }

  private static String groupBeforeWords(String name, String artifact) {
    String ending = "." + artifact.replace('-', '.');
    int first = ending.indexOf('.', 1);
    return first > 0 && name.endsWith(ending)
        ? name.substring(0, name.length() - ending.length() + first)
        : "";
  }

  /// As of a bundle's name; where words are joined, as in `org.example.thirdparty.part` of
  /// `third-party-part`, the group ends before all of them.
  private static String moduleGroup(String module, String artifact) {
    String byWords = groupBeforeWords(module, artifact);
    if (!byWords.isEmpty() || artifact.indexOf('-') < 0) {
      return byWords;
    }
    String joined = artifact.replace("-", "");
    for (int dot = module.lastIndexOf('.'); dot > 0; dot = module.lastIndexOf('.', dot - 1)) {
      if (module.substring(dot + 1).replace(".", "").equals(joined)) {
        String group = module.substring(0, dot);
        return group.contains(".") ? group : "";
      }
    }
    return "";
  }
}
