package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.advisory.DbBuild;
import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.analyze.Analyzer.Scope;
import dev.assay.builtin.BuiltIns;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.Component;
import dev.assay.model.Inventory;
import dev.assay.model.Placed;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentificationTest {
  @TempDir Path folder;

  /// Names and bytes by turns.
  private static byte[] zip(Object... entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) entries[i]));
        zip.write(
            entries[i + 1] instanceof byte[] raw ? raw : entries[i + 1].toString().getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static final String LEAF_PROPERTIES =
      "groupId=com.shaded\nartifactId=inside\nversion=0.9\n";

  private void published(String group, String artifact, String version, byte[] jar)
      throws IOException {
    Path file =
        folder.resolve("repository/" + group.replace('.', '/') + "/" + artifact + "/" + version);
    Files.createDirectories(file);
    Files.write(file.resolve(artifact + "-" + version + ".jar"), jar);
  }

  private void installed(String path, byte[] content) throws IOException {
    Path file = folder.resolve("root").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private AdvisoryDb index() throws IOException {
    new DbBuild(
            BuiltIns.feeds(),
            new Http(HttpSettings.standard("assay/test", Map.of())),
            Progress.SILENT)
        .build(
            folder,
            List.of(new SourceArgument("maven-index", folder.resolve("repository").toString())));
    return AdvisoryDb.open(folder.resolve("db"));
  }

  private List<String> found(AdvisoryDb db) throws IOException {
    Inventory inventory =
        new FolderAnalysis(Scope.INSTALLED, BuiltIns.analyzers(), Limits.STANDARD)
            .read(folder.resolve("root"));
    return Identification.of(inventory, db).components().stream()
        .map(Placed::component)
        .map(IdentificationTest::line)
        .toList();
  }

  private static String line(Component c) {
    return c.id() + " " + c.path() + " " + c.detail("evidence") + " " + c.detail("confidence");
  }

  @Test
  void knowsWhatWasGuessedWhatIsRenamedNestedOrHoldsTheProjectsOfOthers() throws IOException {
    byte[] guessed = zip("org/deep/inside/core/A.class", "a");
    byte[] renamed = zip("x/B.class", "b");
    byte[] shaded =
        zip("META-INF/maven/com.shaded/inside/pom.properties", LEAF_PROPERTIES, "y/C.class", "c");
    published("org.real", "core-lib", "1.5", guessed);
    published("org.real", "nameless", "2.0", renamed);
    published("org.real", "uber", "3.0", shaded);
    published("org.real", "relocated", "3.0", shaded);
    installed("lib/core-lib-1.5.jar", guessed);
    installed("lib/n.jar", renamed);
    installed("lib/uber-3.0.jar", shaded);
    installed("lib/other-9.jar", zip("z/D.class", "d"));
    installed("lib/unknown.jar", zip("z/E.class", "e"));
    installed("app.war", zip("WEB-INF/lib/n.jar", renamed));
    try (AdvisoryDb none = AdvisoryDb.none();
        AdvisoryDb db = index()) {
      assertEquals(
          List.of(
              "com.shaded:inside@0.9 lib/uber-3.0.jar pom.properties high",
              "org.deep.inside.core:core-lib@1.5 lib/core-lib-1.5.jar classes low",
              "other@9 lib/other-9.jar file name low",
              "uber@3.0 lib/uber-3.0.jar file name low"),
          found(none));
      assertEquals(
          List.of(
              "com.shaded:inside@0.9 lib/uber-3.0.jar pom.properties high",
              "org.real:core-lib@1.5 lib/core-lib-1.5.jar index high",
              "org.real:nameless@2.0 app.war/WEB-INF/lib/n.jar index high",
              "org.real:nameless@2.0 lib/n.jar index high",
              "org.real:uber@3.0 lib/uber-3.0.jar index high",
              "other@9 lib/other-9.jar file name low"),
          found(db));
      assertEquals(List.of(), db.verify());
    }
  }

  @Test
  void aLibraryWhoseVersionCannotBeToldIsAGap() throws IOException {
    byte[] lookup = zip("org/apache/logging/log4j/core/lookup/JndiLookup.class", "l");
    installed("app/log4j-core.jar", lookup);
    installed("app/9.JAR", zip("NoPackage.class", "c"));
    installed("app/texts.jar", zip("messages.properties", "a=b"));
    installed("app/log4j-core-sources.jar", zip("x/A.class", "a"));
    installed("site.war", zip("WEB-INF/lib/log4j-core.jar", lookup));
    installed("lib/other-9.jar", zip("z/D.class", "d"));
    installed("usr/share/java/debian.jar", lookup);
    installed(
        "var/lib/dpkg/status",
        "Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n"
            .getBytes(UTF_8));
    installed("var/lib/dpkg/info/a.list", "/usr/share/java/debian.jar\n".getBytes(UTF_8));
    Inventory inventory =
        new FolderAnalysis(Scope.INSTALLED, BuiltIns.analyzers(), Limits.STANDARD)
            .read(folder.resolve("root"));
    try (AdvisoryDb none = AdvisoryDb.none()) {
      assertEquals(
          List.of(
              "app/9.JAR: a Java library whose version cannot be told",
              "app/log4j-core.jar: a Java library whose version cannot be told",
              "site.war/WEB-INF/lib/log4j-core.jar: a Java library whose version cannot be told"),
          Identification.of(inventory, none).gaps().stream().map(Object::toString).toList());
    }
  }

  @Test
  void anIndexIsTheSameHoweverOftenItIsBuiltAndHasNoDateOfItsOwn() throws IOException {
    for (int i = 0; i < 200; i++) {
      published("org.many" + i % 7, "a" + i, "1." + i, zip("p/X" + i + ".class", "x" + i));
    }
    try (AdvisoryDb one = index()) {
      byte[] manifest = Files.readAllBytes(folder.resolve("db/manifest.json"));
      try (AdvisoryDb other = index()) {
        assertEquals(one.facts(), other.facts());
        assertEquals("1970-01-01T00:00:00Z", other.facts().builtAt().toString());
        assertEquals(
            new String(manifest, UTF_8), Files.readString(folder.resolve("db/manifest.json")));
      }
    }
  }
}
