package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.language.NodePackageAnalyzer;
import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.image.limit.Limits;
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

/// NodeSource's `nodejs` brings npm, which nobody but npm's own advisories speaks of; Debian's
/// `npm` is Debian's.
class ThirdPartyFilesTest {
  private static final String STATUS = "var/lib/dpkg/status";
  private static final String LIST = "var/lib/dpkg/info/nodejs.list";
  private static final String NPM = "usr/lib/node_modules/npm/package.json";
  private static final String PACKAGE = "{\"name\": \"npm\", \"version\": \"6.14.4\"}";
  private static final String NODESOURCE = "16.13.0-1nodesource1";
  private static final String DEBIAN = "12.22.12~dfsg-1~deb11u4";
  private static final List<Analyzer> ANALYZERS =
      List.of(new DpkgAnalyzer(), new NodePackageAnalyzer());

  @TempDir private Path folder;

  private static String status(String version) {
    return "Package: nodejs\nStatus: install ok installed\nArchitecture: amd64\nVersion: "
        + version
        + "\n";
  }

  private static TarBytes files() throws IOException {
    return new TarBytes().file(LIST, "/.\n/" + NPM + "\n").file(NPM, PACKAGE);
  }

  private static List<String> found(Inventory inventory) {
    return inventory.components().stream().map(placed -> placed.component().id()).sorted().toList();
  }

  private static List<String> inImage(TarBytes... lowestFirst) throws IOException {
    var layers = new ArrayList<Samples.Bytes>();
    for (TarBytes tar : lowestFirst) {
      layers.add(new Samples.Bytes(tar.gzip()));
    }
    LayerAnalysis analysis = new LayerAnalysis(ANALYZERS, Limits.STANDARD);
    return found(
        new ImageAnalysis(analysis, AnalysisCache.NONE, ImageAnalysis.Way.any(2), Progress.SILENT)
            .read(Samples.image(layers))
            .inventory());
  }

  @Test
  void areFoundInImages() throws IOException {
    List<String> both = List.of("nodejs@" + NODESOURCE, "npm@6.14.4");
    assertEquals(both, inImage(files().file(STATUS, status(NODESOURCE))));
    assertEquals(both, inImage(files(), new TarBytes().file(STATUS, status(NODESOURCE))));
    assertEquals(List.of("nodejs@" + DEBIAN), inImage(files().file(STATUS, status(DEBIAN))));
  }

  private List<String> inFolder(String version) throws IOException {
    for (String[] file :
        new String[][] {{STATUS, status(version)}, {LIST, "/.\n/" + NPM + "\n"}, {NPM, PACKAGE}}) {
      Path place = folder.resolve(file[0]);
      Files.createDirectories(place.getParent());
      Files.writeString(place, file[1]);
    }
    return found(
        new FolderAnalysis(Analyzer.Scope.INSTALLED, ANALYZERS, Limits.STANDARD).read(folder));
  }

  @Test
  void areFoundInFolders() throws IOException {
    assertEquals(List.of("nodejs@" + NODESOURCE, "npm@6.14.4"), inFolder(NODESOURCE));
    assertEquals(List.of("nodejs@" + DEBIAN), inFolder(DEBIAN));
  }
}
