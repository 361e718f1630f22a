package dev.assay.image.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A test that waits for ever fails by its time limit, which no machine is slow enough to meet.
@Timeout(120)
class LayerTurnsTest {
  private static final long MIB = 1L << 20;
  private static final long NO_END = Long.MAX_VALUE;

  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

  /// A layer that is unpacked in steps of one MiB.
  private Thread layer(String name, LayerTurns.Turn turn, long mebibytes) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (turn) {
            for (long left = mebibytes; left > 0; left--) {
              turn.goOn(left * MIB);
              steps.add(name);
            }
          } catch (IOException e) {
            steps.add(String.valueOf(e.getMessage()));
          }
        });
  }

  private static void awaitWaiting(Thread... threads) {
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void onOneCoreTheyAllEndTogetherWhateverTheirSize() throws Exception {
    var turns = new LayerTurns(1, NO_END);
    LayerTurns.Turn held = turns.begin(1);
    held.goOn(1);
    Thread small = layer("small", turns.begin(10 * MIB), 10);
    Thread large = layer("large", turns.begin(90 * MIB), 90);
    Thread middle = layer("middle", turns.begin(40 * MIB), 40);
    awaitWaiting(small, large, middle);
    held.close();
    small.join();
    large.join();
    middle.join();

    assertEquals(140, steps.size());
    assertEquals(Collections.nCopies(50, "large"), steps.subList(0, 50));
    assertTrue(steps.indexOf("middle") < steps.indexOf("small"));
    for (String name : List.of("small", "middle", "large")) {
      assertTrue(steps.lastIndexOf(name) >= 140 - 3 * 6, name + " in " + steps);
    }
  }

  @Test
  void whoWaitsForBytesStandsInNobodysWay() throws Exception {
    var turns = new LayerTurns(1, NO_END);
    LayerTurns.Turn slow = turns.begin(90 * MIB);
    slow.goOn(90 * MIB);
    Thread other = layer("other", turns.begin(MIB), 1);
    awaitWaiting(other);
    assertTrue(slow.pause());
    other.join();
    assertEquals(List.of("other"), steps);
    assertFalse(slow.pause());
    slow.goOn(80 * MIB);
    slow.close();
  }

  @Test
  void whoWaitedLongGoesBeforeWhoHasMoreLeft() throws Exception {
    var turns = new LayerTurns(1, -1);
    LayerTurns.Turn large = turns.begin(90 * MIB);
    large.goOn(90 * MIB);
    Thread small = layer("small", turns.begin(MIB), 1);
    awaitWaiting(small);
    large.goOn(89 * MIB);
    assertEquals(List.of("small"), steps);
    small.join();
    large.close();
  }

  /// Who goes next depends on the clock: it must not look different to each of those who wait.
  @Test
  void nobodyIsForgottenWhateverTheClockSays() throws Exception {
    for (int round = 0; round < 60; round++) {
      var turns = new LayerTurns(1 + round % 3, 20_000L * (round % 7));
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 6; i++) {
        LayerTurns.Turn turn = turns.begin((i + 1) * 30 * MIB);
        var random = new Random(round * 10L + i);
        threads.add(Thread.ofPlatform().daemon().start(() -> goThrough(turn, random)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(60 * 6, steps.size());
  }

  private void goThrough(LayerTurns.Turn turn, Random random) {
    try (turn) {
      for (int step = 0; step < 100; step++) {
        turn.goOn(random.nextInt(300) * MIB);
        if (random.nextInt(5) == 0 && turn.pause()) {
          turn.goOn(random.nextInt(300) * MIB);
        }
        long until = System.nanoTime() + random.nextInt(30_000);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      }
      steps.add("done");
    } catch (IOException e) {
      steps.add(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void oneTakesASecondThreadWhereThereAreCoresEnoughOrTheOthersAreLess() {
    var many = new LayerTurns(4);
    LayerTurns.Turn first = many.begin(10);
    many.begin(1000);
    assertTrue(first.goesApart());
    many.begin(1000);
    assertTrue(first.goesApart(), "that stays");

    var two = new LayerTurns(2);
    LayerTurns.Turn large = two.begin(100);
    LayerTurns.Turn small = two.begin(50);
    LayerTurns.Turn unknown = two.begin(-1);
    assertTrue(large.goesApart());
    assertFalse(small.goesApart());
    assertFalse(unknown.goesApart());
    two.begin(60);
    LayerTurns.Turn latest = two.begin(190);
    assertFalse(latest.goesApart());

    assertFalse(new LayerTurns(1).begin(100).goesApart());
  }

  @Test
  void besideOneApartTheOthersShareTheCoresThatAreLeft() throws Exception {
    var turns = new LayerTurns(2, NO_END);
    LayerTurns.Turn large = turns.begin(900 * MIB);
    LayerTurns.Turn middle = turns.begin(10 * MIB);
    large.goOn(900 * MIB);
    middle.goOn(10 * MIB);
    Thread waiting = layer("waiting", turns.begin(9 * MIB), 1);
    awaitWaiting(waiting);
    assertTrue(large.goesApart());
    large.goOn(800 * MIB);
    middle.goOn(9 * MIB);
    assertEquals(List.of(), steps, "one is apart, the other runs");
    middle.close();
    waiting.join();
    assertEquals(List.of("waiting"), steps);
    large.close();
  }

  @Test
  void whoIsStoppedWhileItWaitsSaysSoAndLeavesTheTurnToOthers() throws Exception {
    var turns = new LayerTurns(1, NO_END);
    LayerTurns.Turn held = turns.begin(9 * MIB);
    held.goOn(9 * MIB);
    LayerTurns.Turn stopped = turns.begin(90 * MIB);
    var problem = new AtomicReference<Throwable>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                stopped.goOn(90 * MIB);
              } catch (IOException e) {
                problem.set(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    awaitWaiting(thread);
    thread.interrupt();
    thread.join();
    assertInstanceOf(InterruptedIOException.class, problem.get());
    held.goOn(8 * MIB);
    held.close();
  }
}
