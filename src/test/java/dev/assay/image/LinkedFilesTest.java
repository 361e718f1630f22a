package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Analyzer.Scope;
import dev.assay.analyze.language.NodePackageAnalyzer;
import dev.assay.analyze.language.PythonPackageAnalyzer;
import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Inventory;
import dev.assay.model.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages of which a link alone is where package managers look. An image says the same of them as
/// the folder that it would be unpacked to.
class LinkedFilesTest {
  private static final String LODASH = "{\"name\":\"lodash\",\"version\":\"4.17.4\"}";
  private static final String FLASK = "Metadata-Version: 2.1\nName: Flask\nVersion: 0.5\n\n";
  private static final List<Analyzer> ANALYZERS =
      List.of(new DpkgAnalyzer(), new NodePackageAnalyzer(), new PythonPackageAnalyzer());

  @TempDir private Path folder;

  /// What an image or a root file system has in it: links by their targets.
  private record Tree(Map<String, String> files, Map<String, String> links) {
    static Tree of() {
      return new Tree(new TreeMap<>(), new TreeMap<>());
    }

    Tree file(String path, String text) {
      files.put(path, text);
      return this;
    }

    Tree link(String path, String target) {
      links.put(path, target);
      return this;
    }
  }

  private List<String> image(Tree tree, boolean isOneLayer) throws IOException {
    var files = new LayerBuilder();
    var links = isOneLayer ? files : new LayerBuilder();
    tree.files().forEach(files::file);
    tree.links().forEach(links::symlink);
    var image = new ImageBuilder(Platform.DEFAULT).layer(files.build(), "COPY store");
    if (!isOneLayer) {
      image.layer(links.build(), "RUN ln -s");
    }
    Path layout = Files.createTempDirectory(folder, "layout");
    ImageBuilder.writeFolder(image.build(), "1", layout);
    return said(
        Samples.inventory(
            layout.toString(), InputStream.nullInputStream(), ANALYZERS, AnalysisCache.NONE));
  }

  private List<String> rootfs(Tree tree) throws IOException {
    Path root = Files.createTempDirectory(folder, "root");
    for (var file : tree.files().entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    for (var link : tree.links().entrySet()) {
      Path path = root.resolve(link.getKey());
      Files.createDirectories(path.getParent());
      Files.createSymbolicLink(path, Path.of(link.getValue()));
    }
    return said(new FolderAnalysis(Scope.INSTALLED, ANALYZERS, Limits.STANDARD).read(root));
  }

  private static List<String> said(Inventory inventory) {
    return java.util.stream.Stream.concat(
            inventory.components().stream()
                .map(placed -> placed.component().id() + " " + placed.component().path()),
            inventory.gaps().stream().map(Object::toString))
        .toList();
  }

  private void everywhere(Tree tree, String... expected) throws IOException {
    assertEquals(List.of(expected), image(tree, true));
    assertEquals(List.of(expected), image(tree, false));
    assertEquals(List.of(expected), rootfs(tree));
  }

  @Test
  void aFileOfAPackageMayBeALinkToAnyName() throws IOException {
    everywhere(
        Tree.of()
            .file("store/ab/cdef", LODASH)
            .link("app/node_modules/lodash/package.json", "../../../store/ab/cdef"),
        "lodash@4.17.4 app/node_modules/lodash/package.json");
  }

  @Test
  void theFolderOfAPackageMayBeALink() throws IOException {
    everywhere(
        Tree.of()
            .file("store/ab/package.json", LODASH)
            .file("opt/flask/METADATA", FLASK)
            .link("app/node_modules/@own/lodash", "/store/ab")
            .link("usr/lib/python3/site-packages/Flask-0.5.dist-info", "/opt/flask"),
        "lodash@4.17.4 app/node_modules/@own/lodash/package.json",
        "Flask@0.5 usr/lib/python3/site-packages/Flask-0.5.dist-info/METADATA");
  }

  @Test
  void whatHasAPlaceOfItsOwnIsNotReadByALinkAsWell() throws IOException {
    everywhere(
        Tree.of()
            .file("a/node_modules/.pnpm/lodash@4/node_modules/lodash/package.json", LODASH)
            .link("a/node_modules/lodash", ".pnpm/lodash@4/node_modules/lodash")
            .link("b/node_modules", "../a/node_modules"),
        "lodash@4.17.4 a/node_modules/.pnpm/lodash@4/node_modules/lodash/package.json");
  }

  @Test
  void oneFileBehindSeveralLinksIsOnePackage() throws IOException {
    everywhere(
        Tree.of()
            .file("store/1", LODASH)
            .link("b/node_modules/lodash/package.json", "/store/1")
            .link("a/node_modules/lodash/package.json", "/store/1"),
        "lodash@4.17.4 a/node_modules/lodash/package.json");
  }

  @Test
  void linksToNowhereSayNothingAndCirclesAreGaps() throws IOException {
    everywhere(Tree.of().file("a", "").link("node_modules/x/package.json", "/gone"));
    Tree circle =
        Tree.of()
            .file("a", "")
            .link("node_modules/x/package.json", "../y/package.json")
            .link("node_modules/y/package.json", "../x/package.json");
    assertEquals(2, image(circle, true).size());
    assertEquals(2, rootfs(circle).size());
  }

  @Test
  void aFolderOfPackagesBehindALinkIsReadOrSaidNotToBe() throws IOException {
    Tree tree = Tree.of().file("deps/lodash/package.json", LODASH).link("node_modules", "deps");
    assertEquals(List.of("lodash@4.17.4 node_modules/lodash/package.json"), rootfs(tree));
    assertEquals(
        List.of("node_modules: not read: the folder is a link, to `deps`"), image(tree, true));
    Tree scope =
        Tree.of().file("own/a/package.json", LODASH).link("x/node_modules/@own", "../../own");
    assertEquals(List.of("lodash@4.17.4 x/node_modules/@own/a/package.json"), rootfs(scope));
    assertEquals(1, image(scope, true).size());
  }

  @Test
  void whatASystemPackageLinksIsItsOwn() throws IOException {
    String status =
        "Package: nodes\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n";
    Tree tree =
        Tree.of()
            .file("var/lib/dpkg/status", status)
            .file(
                "var/lib/dpkg/info/nodes.list",
                "/usr/share/node_modules\n/usr/lib/node_modules/lodash\n")
            .file("usr/share/nodejs/any/package.json", LODASH)
            .file("usr/share/nodejs/lodash/package.json", LODASH)
            .link("usr/share/node_modules", "nodejs")
            .link("usr/lib/node_modules/lodash", "../../share/nodejs/lodash");
    everywhere(tree, "nodes@1 var/lib/dpkg/status");
  }

  @Test
  void manyLinksToOneFileCostOneReading() throws IOException {
    Tree tree = Tree.of().file("store/1", LODASH);
    for (int i = 0; i < 20_000; i++) {
      tree.link("node_modules/p" + i + "/package.json", "/store/1");
    }
    assertTrue(image(tree, false).getFirst().startsWith("lodash@4.17.4 node_modules/p0/"));
  }
}
