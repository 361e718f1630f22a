package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.Analyzer.Scope;
import dev.assay.analyze.os.ContentSetsAnalyzer;
import dev.assay.analyze.os.RpmAnalyzer;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.Component;
import dev.assay.model.Inventory;
import dev.assay.model.Progress;
import dev.assay.support.TarBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A package came from the repositories that its layer names, or those of the layer below.
final class PackageRepositoriesTest {
  private static final String PACKAGES = "var/lib/rpmmanifest/container-manifest-2";
  private static final String SETS = "root/buildinfo/content_manifests/";
  private static final LayerAnalysis ANALYSIS =
      new LayerAnalysis(List.of(new ContentSetsAnalyzer(), new RpmAnalyzer()), Limits.STANDARD);

  @TempDir private Path folder;

  private static String packages(String... names) {
    StringBuilder lines = new StringBuilder();
    for (String name : names) {
      lines.append(name).append("\t1-1.el8\t1\t1\tRed Hat, Inc.\t0\t1\tx86_64\t0\t\n");
    }
    return lines.toString();
  }

  private static String sets(String... ids) {
    return "{\"content_sets\": [\"" + String.join("\", \"", ids) + "\"]}";
  }

  private static List<String> found(Inventory inventory) {
    return inventory.components().stream()
        .map(placed -> placed.component())
        .map(one -> (one.name() + " " + one.detail(Component.CONTENT_SETS)).strip())
        .sorted()
        .toList();
  }

  private static List<String> inImage(TarBytes... lowestFirst) throws IOException {
    var layers = new ArrayList<Samples.Bytes>();
    for (TarBytes tar : lowestFirst) {
      layers.add(new Samples.Bytes(tar.gzip()));
    }
    return found(
        new ImageAnalysis(ANALYSIS, AnalysisCache.NONE, ImageAnalysis.Way.any(2), Progress.SILENT)
            .read(Samples.image(layers))
            .inventory());
  }

  @Test
  void eachLayerNamesItsOwn() throws IOException {
    assertEquals(
        List.of("base one two", "later three", "mine three"),
        inImage(
            new TarBytes()
                .file(PACKAGES, packages("base"))
                .file(SETS + "a.json", sets("two", "one")),
            new TarBytes()
                .file(PACKAGES, packages("base", "later"))
                .file(SETS + "b.json", sets("three")),
            new TarBytes().file(PACKAGES, packages("base", "later", "mine"))));
  }

  @Test
  void aLayerAboveTheLowestMayNameThemForIt() throws IOException {
    assertEquals(
        List.of("base one", "mine one"),
        inImage(
            new TarBytes().file(PACKAGES, packages("base")),
            new TarBytes().file("usr/share/buildinfo/content-sets.json", sets("one")),
            new TarBytes().file(PACKAGES, packages("base", "mine"))));
  }

  @Test
  void nothingIsSaidWhereNothingIsNamed() throws IOException {
    assertEquals(
        List.of("base"),
        inImage(
            new TarBytes()
                .file(PACKAGES, packages("base"))
                .file("app/root/buildinfo/content_manifests/a.json", sets("one"))
                .file(SETS + "a.json", "{}")));
  }

  @Test
  void theWordIsKeptInTheCacheOfLayers() throws IOException {
    var cache = new FolderCache(folder, Progress.SILENT);
    var bytes =
        new Samples.Bytes(
            new TarBytes()
                .file(PACKAGES, packages("base"))
                .file(SETS + "a.json", sets("one"))
                .gzip());
    for (int round = 0; round < 2; round++) {
      assertEquals(
          List.of("base one"),
          found(
              new ImageAnalysis(ANALYSIS, cache, ImageAnalysis.Way.any(2), Progress.SILENT)
                  .read(Samples.image(List.of(bytes)))
                  .inventory()));
    }
  }

  @Test
  void aFolderHasThoseOfAllItsFiles() throws IOException {
    for (String[] file :
        new String[][] {
          {PACKAGES, packages("base")},
          {SETS + "a.json", sets("two")},
          {SETS + "b.json", sets("one")}
        }) {
      Path place = folder.resolve(file[0]);
      Files.createDirectories(place.getParent());
      Files.writeString(place, file[1]);
    }
    var analysis =
        new FolderAnalysis(
            Scope.INSTALLED,
            List.of(new ContentSetsAnalyzer(), new RpmAnalyzer()),
            Limits.STANDARD);
    assertEquals(List.of("base one two"), found(analysis.read(folder)));
  }
}
