package dev.assay.image.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.failure.InputFailure;
import dev.assay.support.TarBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Chunks unpacked one after the other by the same buffers.
class ChunkUnpackingTest {
  /// A frame of one raw block, its length in the header.
  private static byte[] zstd(byte[] content) {
    int size = content.length;
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0});
    out.writeBytes(
        new byte[] {(byte) size, (byte) (size >> 8), (byte) (size >> 16), (byte) (size >> 24)});
    int head = (size << 3) | 1;
    out.writeBytes(new byte[] {(byte) head, (byte) (head >> 8), (byte) (head >> 16)});
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] content(Random random) {
    byte[] content = new byte[random.nextInt(100_000)];
    random.nextBytes(content);
    return content;
  }

  private interface Packing {
    byte[] pack(byte[] content) throws IOException;
  }

  private record Kind(ChunkUnpacking unpacking, Packing packing) {}

  private static List<Kind> kinds() {
    return List.of(
        new Kind(ChunkUnpacking.gzip(), TarBytes::gzip),
        new Kind(ChunkUnpacking.zstd(), ChunkUnpackingTest::zstd));
  }

  @Test
  void eachChunkIsItsOwn() throws IOException {
    var random = new Random(6);
    for (Kind kind : kinds()) {
      for (int i = 0; i < 50; i++) {
        byte[] content = content(random);
        byte[] packed = kind.packing.pack(content);
        assertArrayEquals(content, kind.unpacking.unpack(packed, 1 << 20));
      }
    }
  }

  @Test
  void aDamagedChunkSpoilsNoOther() throws IOException {
    var random = new Random(7);
    for (Kind kind : kinds()) {
      for (int i = 1; i < 50; i++) {
        byte[] content = content(random);
        byte[] packed = kind.packing.pack(content);
        byte[] cut = Arrays.copyOf(packed, random.nextInt(packed.length));
        assertThrows(InputFailure.class, () -> kind.unpacking.unpack(cut, 1 << 20));
        assertThrows(InputFailure.class, () -> kind.unpacking.unpack(packed, content.length / 2));
        assertArrayEquals(content, kind.unpacking.unpack(packed, 1 << 20));
      }
    }
  }
}
