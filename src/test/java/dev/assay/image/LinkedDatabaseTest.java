package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.os.ApkAnalyzer;
import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.image.limit.Limits;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Inventory;
import dev.assay.model.LayerInventory;
import dev.assay.model.Platform;
import dev.assay.model.Progress;
import dev.assay.support.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A package database that a later layer moved behind a link.
class LinkedDatabaseTest {
  private static final String DATABASE = "P:musl\nV:1.2.5-r0\nA:x86_64\n\n";

  @TempDir private Path folder;

  private static ImageBuilder.Image linkedByALaterLayer() throws IOException {
    return new ImageBuilder(Platform.DEFAULT)
        .layer(new LayerBuilder().file("opt/packages", DATABASE).build(), "COPY packages /opt")
        .layer(
            new LayerBuilder().symlink("lib/apk/db/installed", "/opt/packages").build(),
            "RUN ln -s /opt/packages /lib/apk/db/installed")
        .build();
  }

  private Inventory read(String where, InputStream in, AnalysisCache cache) throws IOException {
    return Samples.inventory(where, in, List.of(new ApkAnalyzer()), cache);
  }

  @Test
  void isRead() throws IOException {
    ImageBuilder.writeFolder(linkedByALaterLayer(), "latest", folder.resolve("layout"));
    Inventory found =
        read(
            folder.resolve("layout").toString(), InputStream.nullInputStream(), AnalysisCache.NONE);
    assertEquals(
        List.of("musl@1.2.5-r0"),
        found.components().stream().map(placed -> placed.component().id()).toList());
    assertEquals(List.of(), found.gaps());
  }

  /// GNU tar writes so what is a symbolic link under two names; `link` does not follow it.
  @Test
  void isReadBehindAHardLinkToASymbolicOne() throws IOException {
    byte[] layer =
        new TarBytes()
            .file("opt/apk/db/installed", DATABASE)
            .symlink("a/folder", "/opt/apk")
            .hardLink("b/again", "./a/folder")
            .hardLink("lib/apk", "/b/again")
            .end();
    LayerAnalysis layers = new LayerAnalysis(List.of(new ApkAnalyzer()), Limits.STANDARD);
    LayerInventory read =
        layers.read(new ByteArrayInputStream(layer), Optional.empty(), "the layer");
    assertEquals("/opt/apk", read.symlinks().get("lib/apk"));
    LinkedFiles found = LinkedFiles.of(layers.analyzers(), new LayerStack(List.of(read)));
    assertEquals("opt/apk/db/installed", found.wishes().get(0).getFirst().target());
  }

  @Test
  void isAGapWhereTheLinkLeadsToNothing() throws IOException {
    ImageBuilder.Image image =
        new ImageBuilder(Platform.DEFAULT)
            .layer(new LayerBuilder().symlink("lib/apk/db/installed", "/opt/gone").build(), "ADD")
            .build();
    ImageBuilder.writeFolder(image, "latest", folder.resolve("layout"));
    Inventory found =
        read(
            folder.resolve("layout").toString(), InputStream.nullInputStream(), AnalysisCache.NONE);
    assertEquals(
        List.of("lib/apk/db/installed: not read: its link leads to where there is nothing"),
        found.gaps().stream().map(Object::toString).toList());
  }

  @Test
  void isAGapWhereTheBytesHaveGoneAndNobodyElseInheritsIt() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    ImageBuilder.writeTar(linkedByALaterLayer(), "latest", tar);
    AnalysisCache cache = new FolderCache(folder, Progress.SILENT);
    Inventory passing = read("-", new ByteArrayInputStream(tar.toByteArray()), cache);
    assertEquals(List.of(), passing.components());
    assertTrue(passing.gaps().toString().contains("can be read only once"), passing::toString);
    ImageBuilder.writeFolder(linkedByALaterLayer(), "latest", folder.resolve("layout"));
    Inventory again =
        read(folder.resolve("layout").toString(), InputStream.nullInputStream(), cache);
    assertEquals(1, again.components().size());
    assertEquals(List.of(), again.gaps());
  }

  @Test
  void isAGapWhereAWholeFolderOfThemIsALink() throws IOException {
    assertEquals(
        List.of("var/lib/dpkg/status.d: not read: the folder is a link, to `/opt/d`"),
        gapsOfDpkg(
            new LayerBuilder()
                .file("opt/d/bash", "Package: bash\nVersion: 5\n")
                .symlink("var/lib/dpkg/status.d", "/opt/d")));
  }

  @Test
  void isAGapWhereALinkAboveAFolderOfThemLeadsToOne() throws IOException {
    assertEquals(
        List.of("var/lib/dpkg/status.d: not read: links above the folder lead to `opt/d/status.d`"),
        gapsOfDpkg(
            new LayerBuilder()
                .file("opt/d/status.d/bash", "Package: bash\nVersion: 5\n")
                .symlink("var/lib/dpkg", "/opt/d")));
    assertEquals(
        List.of(),
        gapsOfDpkg(
            new LayerBuilder()
                .file("opt/d/status", "Package: bash\nVersion: 5\n\n")
                .symlink("var/lib/dpkg", "/opt/d")));
  }

  private List<String> gapsOfDpkg(LayerBuilder layer) throws IOException {
    Path layout = Files.createTempDirectory(folder, "linked");
    ImageBuilder.Image image =
        new ImageBuilder(Platform.DEFAULT).layer(layer.build(), "COPY").build();
    ImageBuilder.writeFolder(image, "1", layout);
    List<Analyzer> analyzers = List.of(new DpkgAnalyzer());
    return Samples.inventory(
            layout.toString(), InputStream.nullInputStream(), analyzers, AnalysisCache.NONE)
        .gaps()
        .stream()
        .map(Object::toString)
        .toList();
  }
}
