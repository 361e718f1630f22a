package dev.assay.format.gzip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds every way to unpack against the JDK's: the same bytes and the same end, or both refuse.
/// `-Dassay.inflate.streams=1000000` makes it thorough, `-Dassay.inflate.seed=N` draws other
/// streams.
final class InflatingTest {
  private static final int STREAMS = Integer.getInteger("assay.inflate.streams", 2000);
  private static final long SEED = Long.getLong("assay.inflate.seed", 0);

  /// What became of a stream.
  ///
  /// @param why it is refused: it is damaged or ends too early; else empty
  /// @param left input behind its end
  private record Outcome(String why, byte[] content, int left) {
    boolean refused() {
      return !why.isEmpty();
    }
  }

  /// Unpacks in pieces whose lengths the random numbers say.
  private static Outcome unpack(Inflating inflating, byte[] data, Random sizes) {
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 + sizes.nextInt(sizes.nextBoolean() ? 300 : 100_000)];
    int most = sizes.nextInt(3) == 0 ? 9 : data.length + 1;
    int given = 0;
    try {
      while (true) {
        int count = inflating.inflate(buffer, 0, buffer.length);
        out.write(buffer, 0, count);
        if (count == 0 && inflating.isFinished()) {
          return new Outcome("", out.toByteArray(), inflating.remaining() + data.length - given);
        }
        if (count == 0) {
          int piece = Math.min(1 + sizes.nextInt(most), data.length - given);
          if (piece == 0) {
            return new Outcome("ends", new byte[0], 0);
          }
          inflating.input(data, given, piece);
          given += piece;
        }
      }
    } catch (InputFailure e) {
      return new Outcome(String.valueOf(e.getMessage()), new byte[0], 0);
    }
  }

  /// The test of a library that is not there is left out.
  private static Inflating start(Inflation way) {
    assumeTrue(way.isAvailable(), "this system has no ISA-L");
    return way.start();
  }

  private static byte[] sample(Random random) {
    byte[] data =
        random.nextInt(4) == 0
            ? DeflateSamples.noise(random)
            : DeflateSamples.pack(DeflateSamples.content(random), random);
    return random.nextInt(3) == 0 ? data : DeflateSamples.mutate(data, random);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
  void givesTheSameBytesAsTheJdkOrRefusesToo(Inflation way) {
    var random = new Random(SEED + way.ordinal());
    int accepted = 0;
    try (Inflating jdk = Inflation.JDK.start();
        Inflating other = start(way)) {
      for (int i = 0; i < STREAMS; i++) {
        byte[] data = sample(random);
        jdk.reset();
        other.reset();
        Outcome expected = unpack(jdk, data, new Random(i));
        Outcome actual = unpack(other, data, random);
        int stream = i;
        if (way == Inflation.ISAL && expected.refused() && !actual.refused()) {
          assertTrue(expected.why().contains("set)"), expected.why());
          continue; // ISA-L alone takes codes some of which mean nothing, if those do not occur
        }
        assertEquals(expected.refused(), actual.refused(), () -> "stream " + stream);
        assertArrayEquals(expected.content(), actual.content(), () -> "stream " + stream);
        assertEquals(expected.left(), actual.left(), () -> "stream " + stream);
        accepted += expected.refused() ? 0 : 1;
      }
    }
    assertTrue(accepted > STREAMS / 10 && accepted < STREAMS * 9 / 10, "accepted " + accepted);
  }

  @Test
  void goesOnFromEveryCheckpoint() {
    var random = new Random(7);
    int resumed = 0;
    for (int i = 0; i < 60; i++) {
      byte[] content = DeflateSamples.content(random);
      byte[] data = DeflateSamples.pack(content, random);
      var checkpoints = new ArrayList<Checkpoint>();
      try (var whole = new JavaInflating()) {
        whole.onBlock((bits, bytes) -> checkpoints.add(whole.checkpoint()));
        assertArrayEquals(content, unpack(whole, data, random).content());
        for (Checkpoint checkpoint : List.copyOf(checkpoints)) {
          assertResumes(checkpoint, content, data, random);
          resumed++;
        }
      }
    }
    assertTrue(resumed > 100, "resumed " + resumed);
  }

  private static void assertResumes(Checkpoint from, byte[] content, byte[] data, Random random) {
    int at = (int) from.outputBytes();
    assertArrayEquals(
        Arrays.copyOfRange(content, Math.max(0, at - Checkpoint.WINDOW_BYTES), at), from.window());
    try (var part = new JavaInflating()) {
      var blocks = new ArrayList<Checkpoint>();
      part.onBlock((bits, bytes) -> blocks.add(part.checkpoint()));
      part.resume(from);
      byte[] rest = Arrays.copyOfRange(data, (int) from.inputByte(), data.length);
      Outcome outcome = unpack(part, rest, random);
      assertFalse(outcome.refused());
      assertArrayEquals(Arrays.copyOfRange(content, at, content.length), outcome.content());
      assertEquals(from, blocks.getFirst());
    }
  }

  @Test
  void aDistanceBeyondACheckpointsWindowIsDamage() {
    byte[] content = new byte[2000];
    new Random(1).nextBytes(content);
    System.arraycopy(content, 0, content, 1000, 1000);
    var deflater = new Deflater(9, true);
    deflater.setInput(content, 0, 1000);
    byte[] data = new byte[4000];
    int first = deflater.deflate(data, 0, data.length, Deflater.SYNC_FLUSH);
    deflater.setInput(content, 1000, 1000);
    deflater.finish();
    int all = first + deflater.deflate(data, first, data.length - first);
    deflater.end();
    try (var part = new JavaInflating()) {
      part.resume(new Checkpoint(8L * first, 1000, Arrays.copyOfRange(content, 500, 1000)));
      part.input(data, first, all - first);
      byte[] out = new byte[2000];
      var failure = assertThrows(InputFailure.class, () -> part.inflate(out, 0, out.length));
      assertTrue(failure.getMessage().contains("before the data"), failure::getMessage);
    }
  }

  @Test
  void theFastestIsOneThatIsThereAndSmallDataStaysWithTheJdk() {
    assertEquals(Inflation.JDK, Inflation.fastest(1000));
    assertTrue(Inflation.fastest(1L << 30).isAvailable());
    assertTrue(Inflation.fastest(-1).isAvailable());
    assertTrue(Inflation.fastest(1L << 30) != Inflation.JDK);
  }
}
