package dev.assay.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.language.ConanPackageAnalyzer;
import dev.assay.analyze.language.NodePackageAnalyzer;
import dev.assay.analyze.language.dotnet.DotnetDepsAnalyzer;
import dev.assay.analyze.os.ApkAnalyzer;
import dev.assay.analyze.os.ContentSetsAnalyzer;
import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Package databases of 40 MB, made to cost as much as they can.
class HostileSizeTest {
  private static final long BYTES = 40L << 20;

  /// Blocks made one after the other, so that the file itself takes no memory.
  private static final class Blocks extends InputStream {
    private final IntFunction<String> make;
    private byte[] block = new byte[0];
    private int position;
    private int made;
    private long left = BYTES;

    Blocks(IntFunction<String> make) {
      this.make = make;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      if (position == block.length) {
        block = make.apply(made++).getBytes(UTF_8);
        position = 0;
      }
      int count = Math.min(length, block.length - position);
      System.arraycopy(block, position, buffer, offset, count);
      position += count;
      left -= count;
      return count;
    }
  }

  private static FileFacts read(Analyzer analyzer, IntFunction<String> make) throws IOException {
    return read(analyzer, analyzer.places().getFirst(), make);
  }

  private static FileFacts read(Analyzer analyzer, String path, IntFunction<String> make)
      throws IOException {
    assertTrue(analyzer.wants(path) || analyzer.places().contains(path));
    var found = new FactsCollector(path, _ -> false);
    analyzer.read(path, new Blocks(make), found);
    return found.facts();
  }

  @Test
  void manyTinyPackagesEndInAGap() throws IOException {
    FileFacts dpkg =
        read(
            new DpkgAnalyzer(),
            i -> "Package: p" + i + "\nStatus: install ok installed\nVersion: 1\nDepends: p0\n\n");
    assertTrue(dpkg.components().size() <= FactsCollector.MAX_COMPONENTS);
    assertEquals(2, dpkg.gaps().size(), dpkg.gaps()::toString);
    FileFacts apk = read(new ApkAnalyzer(), i -> "P:p" + i + "\nV:1\nD:p0 q" + i + "\n\n");
    assertTrue(apk.components().size() <= FactsCollector.MAX_COMPONENTS);
    assertEquals(2, apk.gaps().size(), apk.gaps()::toString);
  }

  @Test
  void oneEndlessPackageIsOnePackage() throws IOException {
    FileFacts dpkg =
        read(
            new DpkgAnalyzer(),
            i ->
                i == 0
                    ? "Package: p\nStatus: install ok installed\nVersion: 1\nDepends: a,\n"
                    : " b" + i + ",\n");
    assertEquals(1, dpkg.components().size());
    assertEquals(2, dpkg.gaps().size(), dpkg.gaps()::toString); // and it is cut off
  }

  @Test
  void oneEndlessLineIsAGapAndSoIsItsEnd() throws IOException {
    assertEquals(2, read(new ApkAnalyzer(), _ -> "nonsense ").gaps().size());
    assertEquals(2, read(new DpkgAnalyzer(), _ -> "nonsense ").gaps().size());
  }

  @Test
  void aConanPackageThatNeedsEverythingNeedsSoManyAndNoMore() throws IOException {
    FileFacts conan =
        read(
            new ConanPackageAnalyzer(),
            "root/.conan/data/a/1/_/_/package/b/conaninfo.txt",
            i -> i == 0 ? "[full_requires]\n" : "a/" + i + ":b\na/1:b\n");
    assertEquals(10_000, conan.components().getFirst().dependsOn().size());
    assertEquals(1, conan.gaps().size(), conan.gaps()::toString);
  }

  @Test
  void contentSetsAreReadBesideWhatIsNone() throws IOException {
    String path = "root/buildinfo/content_manifests/a.json";
    FileFacts sets =
        read(
            new ContentSetsAnalyzer(),
            path,
            i -> i == 0 ? "{\"image_contents\": [1], \"content_sets\": [\"one\"" : ", [1, {}]");
    assertEquals(List.of("one"), sets.repositories());
    assertEquals(1, sets.gaps().size(), sets.gaps()::toString);
    FileFacts many =
        read(
            new ContentSetsAnalyzer(),
            path,
            i -> (i == 0 ? "{\"content_sets\": [\"one\"" : "") + ", \"s" + i + "\"");
    assertEquals(1_000, many.repositories().size());
    assertEquals(2, many.gaps().size(), many.gaps()::toString); // and it is cut off
  }

  @Test
  void aDocumentOfMillionsOfValuesIsAGap() throws IOException {
    FileFacts npm =
        read(
            new NodePackageAnalyzer(),
            "node_modules/a/package.json",
            i -> i == 0 ? "{\"version\": \"1\", \"license\": [1" : ",[]");
    assertEquals(
        "[nested too deep, or longer than is supported]",
        npm.gaps().stream().map(Gap::problem).toList().toString());
    String values = "{\"libraries\": [" + "[],".repeat(1_000_000) + "[]]}";
    var found = new FactsCollector("a.deps.json", _ -> false);
    DotnetDepsAnalyzer.list(values.getBytes(UTF_8), found);
    assertEquals(1, found.facts().gaps().size());
  }
}
