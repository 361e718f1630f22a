package dev.assay.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.Analyzer.Scope;
import dev.assay.builtin.BuiltIns;
import dev.assay.format.json.Json;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.Component;
import dev.assay.model.Inventory;
import dev.assay.model.Placed;
import dev.assay.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the package managers of Ruby, PHP and Java themselves say about the same files.
class LanguageTruthTest {
  private static final Path FIXTURES = Fixture.RESOURCES.toAbsolutePath();

  @TempDir Path temp;

  private static Inventory read(Scope scope, Path root) throws IOException {
    return new FolderAnalysis(scope, BuiltIns.analyzers(), Limits.STANDARD).read(root);
  }

  private static List<String> ids(Scope scope, Path root) throws IOException {
    return read(scope, root).components().stream()
        .map(placed -> placed.component().name() + " " + placed.component().version())
        .sorted()
        .toList();
  }

  private List<String> run(Path folder, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Path gems = temp.resolve("gems");
    builder.environment().put("GEM_HOME", gems.toString());
    builder.environment().put("GEM_PATH", gems.toString());
    builder.environment().put("HOME", temp.toString());
    builder.environment().put("COMPOSER_HOME", temp.resolve("composer").toString());
    builder.environment().put("COMPOSER_ALLOW_SUPERUSER", "1");
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().sorted().toList();
    process.waitFor();
    return lines;
  }

  @Test
  void agreesWithRubyGemsOnGemsItInstalled() throws Exception {
    String gem = Tools.require("gem").toString();
    Map<String, String> versions = Map.of("one", "1.2.3", "two_x", "2.0.0.rc1", "three-y", "10");
    for (var entry : versions.entrySet()) {
      Path folder = Files.createDirectories(temp.resolve("src/" + entry.getKey()));
      Files.writeString(folder.resolve("a.rb"), "");
      Files.writeString(
          folder.resolve("x.gemspec"),
          "v = '"
              + entry.getValue()
              + "'\nGem::Specification.new do |s|\n  s.name = '"
              + entry.getKey()
              + "'\n  s.version = v\n  s.summary = 's'\n  s.authors = ['a']\n"
              + "  s.platform = '"
              + (entry.getKey().equals("one") ? "x86_64-linux" : "ruby")
              + "'\n  s.files = ['a.rb']\nend\n");
      run(folder, gem, "build", "--force", "-o", "x.gem", "x.gemspec");
      run(folder, gem, "install", "--local", "--force", "--no-document", "x.gem");
    }
    String program =
        "Gem::Specification.each { |s| puts \"#{s.name} #{s.version}\" unless s.default_gem? }";
    List<String> theirs = run(temp, Tools.require("ruby").toString(), "-e", program);
    assertEquals(3, theirs.size(), theirs::toString);
    assertEquals(theirs, ids(Scope.INSTALLED, temp.resolve("gems")));
  }

  @Test
  void agreesWithBundlerOnALockFile() throws Exception {
    Path lock = FIXTURES.resolve("bundler/real/Gemfile.lock");
    Files.writeString(temp.resolve("Gemfile"), ""); // Bundler looks for one
    String program =
        "require 'bundler'\n"
            + "Bundler::LockfileParser.new(File.read(ARGV[0])).specs.each { |s|\n"
            + "  next if s.source.is_a?(Bundler::Source::Path) &&"
            + " !s.source.is_a?(Bundler::Source::Git)\n"
            + "  puts \"#{s.name} #{s.version} #{s.dependencies.map(&:name).sort.join(',')}\" }";
    List<String> theirs =
        run(
            temp,
            "env",
            "--unset=GEM_HOME",
            "--unset=GEM_PATH",
            Tools.require("ruby").toString(),
            "-e",
            program,
            lock.toString());
    assertEquals(5, theirs.size(), theirs::toString);
    assertEquals(
        theirs,
        read(Scope.SOURCE, lock).components().stream()
            .map(Placed::component)
            .map(one -> one.name() + " " + one.version() + " " + String.join(",", needs(one)))
            .sorted()
            .toList());
  }

  private static List<String> needs(Component component) {
    return component.dependsOn().stream().map(id -> id.substring(0, id.indexOf('@'))).toList();
  }

  @Test
  void agreesWithComposerOnALockFile() throws Exception {
    Path lock = FIXTURES.resolve("composer/real");
    Path copy = Files.createDirectories(temp.resolve("app"));
    for (String file : List.of("composer.json", "composer.lock")) {
      Files.copy(lock.resolve(file), copy.resolve(file));
    }
    String composer = Tools.require("composer").toString();
    var theirs = new ArrayList<String>();
    ProcessBuilder again =
        new ProcessBuilder(composer, "show", "--locked", "--format=json")
            .directory(copy.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    again.environment().put("COMPOSER_ALLOW_SUPERUSER", "1");
    Json document = Json.parse(again.start().getInputStream().readAllBytes(), "composer's answer");
    for (Json item : document.at("locked").items()) {
      theirs.add(item.text("name") + " " + item.text("version"));
    }
    assertEquals(4, theirs.size(), theirs::toString);
    assertEquals(theirs.stream().sorted().toList(), ids(Scope.SOURCE, copy));
  }

  /// Libraries that this project uses lie in a Maven repository, whose folders are their
  /// coordinates.
  @Test
  void findsLibrariesInAWebApplicationByTheirCoordinates() throws Exception {
    List<Class<?>> libraries =
        List.of(
            org.apache.commons.compress.archivers.ArchiveEntry.class,
            com.tngtech.archunit.core.domain.JavaClass.class,
            tools.jackson.core.JsonParser.class,
            org.snakeyaml.engine.v2.api.LoadSettings.class,
            org.apache.commons.io.IOUtils.class,
            software.amazon.awssdk.services.ecr.EcrClient.class,
            software.amazon.awssdk.regions.Region.class,
            org.reactivestreams.Publisher.class,
            org.slf4j.Logger.class);
    Map<String, String> truth = new TreeMap<>();
    try (var war = new ZipOutputStream(Files.newOutputStream(temp.resolve("app.war")))) {
      for (Class<?> library : libraries) {
        Path jar = Path.of(library.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path version = jar.getParent();
        Path artifact = version.getParent();
        String folder = artifact.getParent().toString();
        String group =
            folder
                .substring(folder.lastIndexOf("repository/") + "repository/".length())
                .replace('/', '.');
        truth.put(
            "app.war/WEB-INF/lib/" + jar.getFileName(),
            group + ":" + artifact.getFileName() + "@" + version.getFileName());
        war.putNextEntry(new ZipEntry("WEB-INF/lib/" + jar.getFileName()));
        Files.copy(jar, war);
      }
    }
    assertEquals(libraries.size(), truth.size());
    Inventory found = read(Scope.INSTALLED, temp);
    assertEquals(List.of(), found.gaps());
    Map<String, String> ours = new TreeMap<>();
    for (Placed placed : found.components()) {
      ours.merge(placed.component().path(), placed.component().id(), (a, b) -> a + " " + b);
    }
    assertEquals(truth, ours);
  }
}
