package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.language.PythonPackageAnalyzer;
import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.image.limit.Limits;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import dev.assay.model.Progress;
import dev.assay.support.TarBytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What only the image as a whole decides, with the analyzers that are concerned.
final class WholeImageTest {
  private static final String PLACE = "usr/lib/python3/site-packages/";

  private static Inventory read(Analyzer analyzer, TarBytes... lowestFirst) throws IOException {
    var layers = List.of(lowestFirst).stream().map(tar -> new Samples.Bytes(tar.gzip())).toList();
    return new ImageAnalysis(
            new LayerAnalysis(List.of(analyzer), Limits.STANDARD),
            AnalysisCache.NONE,
            ImageAnalysis.Way.any(2),
            Progress.SILENT)
        .read(Samples.image(layers))
        .inventory();
  }

  private static List<String> found(Inventory inventory) {
    return inventory.components().stream()
        .map(p -> p.component().id() + " " + p.component().path().substring(PLACE.length()))
        .toList();
  }

  @Test
  void aPythonPackageIsKnownByItsFolderOnlyWhereItsMetadataAreGone() throws IOException {
    TarBytes lower =
        new TarBytes()
            .file(PLACE + "whole-1.0.dist-info/METADATA", "Name: whole\nVersion: 1.0\n")
            .file(PLACE + "whole-1.0.dist-info/RECORD", "whole.py,,\n")
            .file(PLACE + "gone-2.0.dist-info/METADATA", "Name: gone\nVersion: 2.0\n")
            .file(PLACE + "gone-2.0.dist-info/RECORD", "gone.py,,\n")
            .file(PLACE + "never_there-3.0.post1.dist-info/RECORD", "never.py,,\n");
    TarBytes upper = new TarBytes().file(PLACE + "gone-2.0.dist-info/.wh.METADATA", "");
    assertEquals(
        List.of(
            "gone@2.0 gone-2.0.dist-info/RECORD",
            "never_there@3.0.post1 never_there-3.0.post1.dist-info/RECORD",
            "whole@1.0 whole-1.0.dist-info/METADATA"),
        found(read(new PythonPackageAnalyzer(), lower, upper)));
  }

  @Test
  void aNameThatIsNoTextIsAGap() throws IOException {
    String status =
        "Package: libssl3\n evil\nVersion: 1\n\n"
            + "Package: bell\u0007\nVersion: 1\n\n"
            + "Package: fine\nVersion: 1\u001b[31m\n\n"
            + "Package: kept\nVersion: 1\n\n";
    Inventory inventory =
        read(new DpkgAnalyzer(), new TarBytes().file("var/lib/dpkg/status", status));
    assertEquals(
        List.of("kept"), inventory.components().stream().map(p -> p.component().name()).toList());
    assertEquals(
        List.of(
            "a package whose name has control characters: `bell\uFFFD`",
            "a package whose name has control characters: `libssl3\uFFFDevil`",
            "a package whose version has control characters: `1\uFFFD[31m`"),
        inventory.gaps().stream().map(Gap::problem).toList());
  }
}
