package dev.assay;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Directions between rooms: who may know what. ARCHITECTURE.md draws the same.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  /// Open to all.
  private static final Set<String> OPEN = Set.of("model", "failure");

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("", Set.of("cli")),
          Map.entry(
              "cli",
              Set.of(
                  "scan",
                  "builtin",
                  "report",
                  "server",
                  "config",
                  "registry",
                  "net",
                  "advisory",
                  "policy",
                  "image",
                  "sbom",
                  "format",
                  "sign",
                  "ship",
                  "quickstart")),
          Map.entry(
              "quickstart",
              Set.of("scan", "server", "image", "advisory", "format", "registry", "builtin")),
          Map.entry(
              "ship",
              Set.of("scan", "policy", "report", "sbom", "sign", "registry", "net", "format")),
          Map.entry("config", Set.of("format")),
          Map.entry("server", Set.of("registry", "net", "format")),
          Map.entry(
              "scan",
              Set.of(
                  "builtin",
                  "report",
                  "policy",
                  "match",
                  "advisory",
                  "analyze",
                  "image",
                  "registry",
                  "sbom",
                  "sign",
                  "version",
                  "net",
                  "format")),
          Map.entry("sbom", Set.of("format")),
          Map.entry("sign", Set.of("registry", "net", "format")),
          Map.entry(
              "builtin",
              Set.of(
                  "report",
                  "policy",
                  "match",
                  "advisory",
                  "analyze",
                  "image",
                  "version",
                  "net",
                  "format")),
          Map.entry("report", Set.of("sbom", "format")),
          Map.entry("policy", Set.of("format")),
          Map.entry("match", Set.of("advisory", "version", "format")),
          Map.entry("advisory", Set.of("registry", "version", "net", "format")),
          Map.entry("analyze", Set.of("format")),
          Map.entry("image", Set.of("registry", "analyze", "net", "format")),
          Map.entry("registry", Set.of("net", "format")),
          Map.entry("version", Set.of()),
          Map.entry("net", Set.of()),
          Map.entry("format", Set.of()),
          Map.entry("model", Set.of()),
          Map.entry("failure", Set.of()));

  private static String room(JavaClass type) {
    String name = type.getPackageName().substring("dev.assay".length());
    return name.isEmpty() ? "" : name.substring(1).split("\\.")[0];
  }

  @Test
  void dependenciesPointOneWay() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      Set<String> allowed = MAY_IMPORT.get(room(type));
      assertTrue(allowed != null, () -> "no room is drawn for " + type.getName());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith("dev.assay")) {
          continue;
        }
        String to = room(target);
        if (!to.equals(room(type)) && !OPEN.contains(to) && !allowed.contains(to)) {
          wrong.add(type.getName() + " -> " + target.getName());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void noPackageIsInARing() {
    slices().matching("dev.assay.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrintsAndOnlyMainExits() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        String target = access.getTargetOwner().getName() + "." + access.getName();
        boolean prints =
            target.equals("java.lang.System.out") || target.equals("java.lang.System.err");
        boolean exits =
            target.equals("java.lang.System.exit") || target.equals("java.lang.Runtime.halt");
        boolean isMain = type.getName().startsWith("dev.assay.Main");
        if ((prints || exits) && !isMain) {
          wrong.add(access.getDescription());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void onlyNetOpensConnections() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getName();
        boolean connects =
            target.startsWith("java.net.http.")
                || target.equals("java.net.HttpURLConnection")
                || target.equals("java.net.Socket")
                || target.equals("java.net.URLConnection");
        if (connects && !room(type).equals("net")) {
          wrong.add(type.getName() + " -> " + target);
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void amazonsLibraryIsKnownToOnePackageAlone() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        if (dependency.getTargetClass().getName().startsWith("software.amazon.")
            && !type.getPackageName().equals("dev.assay.registry.aws")) {
          wrong.add(type.getName());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }
}
