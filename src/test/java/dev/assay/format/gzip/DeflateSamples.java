package dev.assay.format.gzip;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/// Deflate data of every shape: each level and strategy, stored blocks, flushes in between, data
/// made bit by bit, and damaged data.
final class DeflateSamples {
  private static final String WORDS =
      "the layer of an image is a tar archive usr/share/doc/lib/python3/package.json ";

  private static final int[] FLUSHES = {
    Deflater.NO_FLUSH, Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH
  };

  private DeflateSamples() {}

  /// Content as it occurs: text, runs, noise, and mixtures.
  static byte[] content(Random random) {
    int length = random.nextInt(12) == 0 ? random.nextInt(200_000) : random.nextInt(4000);
    byte[] content = new byte[length];
    int at = 0;
    while (at < length) {
      int run = Math.min(length - at, 1 + random.nextInt(random.nextInt(20) == 0 ? 40_000 : 300));
      fill(content, at, run, random);
      at += run;
    }
    return content;
  }

  private static void fill(byte[] content, int at, int run, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> Arrays.fill(content, at, at + run, (byte) random.nextInt(256));
      case 1 -> {
        for (int i = at; i < at + run; i++) {
          content[i] = (byte) random.nextInt(256);
        }
      }
      case 2 -> {
        int from = random.nextInt(WORDS.length());
        for (int i = 0; i < run; i++) {
          content[at + i] = (byte) WORDS.charAt((from + i) % WORDS.length());
        }
      }
      case 3 -> {
        int kinds = 1 + random.nextInt(20);
        for (int i = at; i < at + run; i++) {
          content[i] = (byte) ('a' + random.nextInt(kinds));
        }
      }
      default -> {
        int back = at == 0 ? 0 : 1 + random.nextInt(Math.min(at, 33_000));
        for (int i = at; back > 0 && i < at + run; i++) {
          content[i] = content[i - back];
        }
      }
    }
  }

  /// Packs it by a random level and strategy, with flushes in between.
  static byte[] pack(byte[] content, Random random) {
    var deflater = new Deflater(random.nextInt(10), true);
    deflater.setStrategy(random.nextInt(3));
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int at = 0;
    while (at < content.length) {
      int piece = random.nextInt(3) == 0 ? 1 + random.nextInt(content.length - at) : content.length;
      piece = Math.min(piece, content.length - at);
      deflater.setInput(content, at, piece);
      at += piece;
      int flush = at < content.length ? FLUSHES[random.nextInt(3)] : Deflater.NO_FLUSH;
      int count;
      do {
        count = deflater.deflate(buffer, 0, buffer.length, flush);
        out.write(buffer, 0, count);
      } while (count > 0 || !deflater.needsInput());
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /// Bits at random that often look like a block.
  static byte[] noise(Random random) {
    byte[] noise = new byte[1 + random.nextInt(400)];
    random.nextBytes(noise);
    int kind = random.nextInt(3);
    noise[0] = (byte) (noise[0] & ~7 | random.nextInt(2) | kind << 1);
    if (kind == 2 && random.nextBoolean() && noise.length > 2) {
      noise[0] |= (byte) 0xe8; // many literals, and few distances
      noise[1] &= (byte) 0xe0;
    }
    return noise;
  }

  /// The data with a few bits or bytes changed, cut off, or put in twice.
  static byte[] mutate(byte[] data, Random random) {
    byte[] copy = data.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      // The start is where a block says what follows.
      int at = random.nextInt(random.nextBoolean() ? Math.min(60, copy.length) : copy.length);
      copy =
          switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(copy, Math.max(1, at));
            case 1 -> {
              copy[at] = (byte) random.nextInt(256);
              yield copy;
            }
            case 2 -> {
              byte[] more = Arrays.copyOf(copy, copy.length + 1);
              System.arraycopy(copy, at, more, at + 1, copy.length - at);
              yield more;
            }
            default -> {
              copy[at] ^= (byte) (1 << random.nextInt(8));
              yield copy;
            }
          };
    }
    return copy;
  }
}
