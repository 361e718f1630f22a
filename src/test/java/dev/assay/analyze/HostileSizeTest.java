package dev.assay.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.os.ApkAnalyzer;
import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.model.FileFacts;
import java.io.IOException;
import java.io.InputStream;
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
    String path = analyzer.places().getFirst();
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
}
