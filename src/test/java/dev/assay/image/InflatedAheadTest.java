package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.image.limit.LayerTurns;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.support.TarBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A large layer that is read by itself is inflated by a thread of its own: what it says, sound or
/// damaged, must be what it says where the reader inflates.
final class InflatedAheadTest {
  private static final int MANY = 64;
  private static final Limits LIMITS = Limits.parse(List.of());

  /// Text that packs to a third, so that cuts and flips fall into all of it.
  private static byte[] content(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(6));
    }
    return bytes;
  }

  private static TarBytes archive() {
    var random = new Random(5);
    var tar = new TarBytes().file("lib/apk/db/installed", "P:first\nV:1.0-r0\n\n");
    for (int i = 0; i < 6; i++) {
      tar.file("data/" + i, content(random, 3 << 20));
      tar.file("opt/" + i + "/package.txt", "p" + i + " 1");
    }
    return tar;
  }

  /// What a layer says where there are so many cores: with one, no thread is taken to inflate it.
  private static String told(byte[] packed, int cores, Limits limits) {
    var proving = new LayerAnalysis(Samples.ANALYZERS, limits);
    String told = told(packed, cores, proving);
    String other = told(packed, cores, proving.withoutDiffIds());
    assertEquals(told.replaceFirst("diffId=Optional\\[[^]]*]", "diffId=Optional.empty"), other);
    return told;
  }

  private static String told(byte[] packed, int cores, LayerAnalysis analysis) {
    var source = new Samples.Bytes(packed);
    var shared =
        new LayerBytes.Shared(
            new AtomicLong(),
            new Budget(analysis.limits().of(Limit.IMAGE_INVENTORY)),
            new LayerTurns(cores),
            0);
    var bytes = new LayerBytes(source, true, shared, n -> {});
    try {
      return analysis.read(bytes, "it").toString();
    } catch (InputFailure e) {
      return e.getMessage() + " / " + e.hint();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String assertTheSame(byte[] packed, Limits limits) {
    String beside = told(packed, 1, limits);
    assertEquals(beside, told(packed, MANY, limits));
    return beside;
  }

  @Test
  void aSoundLayerSaysTheSame() {
    byte[] packed = TarBytes.gzip(archive().end());
    String told = assertTheSame(packed, LIMITS);
    assertTrue(told.contains("p5"), told);
  }

  @Test
  void oneOfSeveralMembersOrWithATailSaysTheSame() {
    byte[] tar = archive().end();
    byte[] first = TarBytes.gzip(Arrays.copyOf(tar, 11 << 20));
    byte[] second = TarBytes.gzip(Arrays.copyOfRange(tar, 11 << 20, tar.length));
    byte[] both = Arrays.copyOf(first, first.length + second.length + 3000);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertTrue(assertTheSame(both, LIMITS).contains("p5"));
    both[both.length - 1] = 7;
    assertTrue(assertTheSame(both, LIMITS).contains("cannot read it"));
  }

  @Test
  void aDamagedLayerSaysTheSame() {
    byte[] whole = TarBytes.gzip(archive().end());
    var random = new Random(11);
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      byte[] packed = whole.clone();
      int at = whole.length / 2 + random.nextInt(whole.length / 2);
      if (i % 2 == 0) {
        packed = Arrays.copyOf(packed, at);
      } else {
        packed[at] ^= (byte) (1 << random.nextInt(8));
      }
      answers.add(assertTheSame(packed, LIMITS).replaceAll("[0-9a-f]{64}|[0-9]+", "N"));
    }
    assertTrue(answers.size() >= 2, answers.toString());
    assertTrue(answers.stream().allMatch(a -> a.contains("cannot read it")), answers.toString());
  }

  @Test
  void aLayerThatIsNoArchiveFromItsMiddleOnSaysTheSame() {
    byte[] tar = archive().end();
    Arrays.fill(tar, tar.length - (3 << 20), tar.length, (byte) 'x');
    assertTheSame(TarBytes.gzip(tar), LIMITS);
    Limits limits = Limits.parse(List.of("layer-bytes=15000000"));
    assertTrue(assertTheSame(TarBytes.gzip(archive().end()), limits).contains("layer-bytes"));
  }
}
