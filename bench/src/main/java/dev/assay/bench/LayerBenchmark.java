package dev.assay.bench;

import dev.assay.format.gzip.Gunzip;
import dev.assay.format.gzip.JdkInflating;
import dev.assay.format.tar.TarReader;
import dev.assay.image.LayerAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.LayerInventory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A layer of 64 MiB in 4,000 files: one operation is the whole layer, so that 64 divided by the
/// seconds for one operation is MiB of tar archive a second.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class LayerBenchmark {
  private static final int FILES = 4_000;
  private static final int FILE_BYTES = 16 << 10;

  private byte[] plain = new byte[0];
  private byte[] packed = new byte[0];

  /// Makes content that packs about as well as programs and text do: three to one.
  @Setup
  public void generate() throws IOException {
    var random = new Random(1);
    var tar = new ByteArrayOutputStream();
    byte[] content = new byte[FILE_BYTES];
    for (int i = 0; i < FILES; i++) {
      for (int at = 0; at < FILE_BYTES; ) {
        int run = Math.min(FILE_BYTES - at, 8 + random.nextInt(40));
        if (at > 4096 && random.nextInt(3) > 0) {
          System.arraycopy(content, random.nextInt(at - 64), content, at, run);
        } else {
          for (int j = at; j < at + run; j++) {
            content[j] = (byte) (random.nextInt(96) + random.nextInt(32));
          }
        }
        at += run;
      }
      tar.writeBytes(header("usr/share/folder" + i % 97 + "/file" + i));
      tar.writeBytes(content);
    }
    tar.writeBytes(new byte[1024]);
    plain = tar.toByteArray();
    var gzip = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(gzip, 1 << 16)) {
      out.write(plain);
    }
    packed = gzip.toByteArray();
  }

  private static byte[] header(String path) {
    byte[] block = new byte[512];
    put(block, 0, path);
    put(block, 124, String.format("%011o", FILE_BYTES));
    put(block, 148, "        ");
    block[156] = '0';
    put(block, 257, "ustar");
    put(block, 263, "00");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format("%06o\0 ", sum));
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /// Inflate and checksum alone.
  @Benchmark
  public long inflate() throws IOException {
    try (var in = new Gunzip(new ByteArrayInputStream(packed), new JdkInflating())) {
      byte[] buffer = new byte[256 << 10];
      long count = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count += read;
      }
      return count;
    }
  }

  /// Inflate and walk the entries.
  @Benchmark
  public long inflateAndWalk() throws IOException {
    try (var in = new Gunzip(new ByteArrayInputStream(packed), new JdkInflating())) {
      return walk(in);
    }
  }

  /// Walk the entries of a plain archive.
  @Benchmark
  public long walk() throws IOException {
    return walk(new ByteArrayInputStream(plain));
  }

  private static long walk(InputStream in) throws IOException {
    var tar = new TarReader(in);
    long names = 0;
    while (tar.next()) {
      names += tar.path().length();
    }
    tar.drain();
    return names;
  }

  /// The whole pipeline: fetch thread, both digests, inflate, walk, what a layer leaves.
  @Benchmark
  public LayerInventory analyse() throws IOException {
    return new LayerAnalysis(List.of(), Limits.STANDARD)
        .read(new ByteArrayInputStream(packed), Optional.empty(), "layer");
  }
}
