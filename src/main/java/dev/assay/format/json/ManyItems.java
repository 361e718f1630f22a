package dev.assay.format.json;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes the items of an array from both ends: the first ones as ever, the last ones on another
/// thread into memory, until the two meet. A report is written by code that has hardly run before,
/// so that the packages of a large image take long, and nothing else is left to be done.
final class ManyItems<T> {
  /// Not worth a thread.
  static final int FEWEST = 256;

  /// At once, as half of them may be in memory.
  static final int MOST = 4096;

  /// The other thread leaves the rest to this one then, after a step: what an image says may be
  /// long.
  private static final int MOST_BYTES = 4 << 20;

  private static final int STEP = 16;
  private static final int FIRST_BYTES = 256 << 10;

  private final JsonBytes json;
  private final List<T> values;

  /// Of the other thread: the last items come first.
  private final ByteArrayOutputStream lastItems = new ByteArrayOutputStream(FIRST_BYTES);

  private int first;
  private int end;

  /// @param json in which an array with an item is open
  ManyItems(JsonBytes json, List<T> values) {
    this.json = json;
    this.values = values;
    this.end = values.size();
  }

  /// @param here writes an item to the array
  /// @param there makes what writes one elsewhere
  void write(Consumer<T> here, Function<JsonBytes, Consumer<T>> there) {
    JsonBytes part = json.items(lastItems);
    Consumer<T> writer = there.apply(part);
    var last = new FutureTask<>(() -> writeLast(part, writer));
    Thread.ofPlatform().daemon().name("json").start(last);
    for (List<T> some = takeFirst(); !some.isEmpty(); some = takeFirst()) {
      some.forEach(here);
    }
    append(finished(last));
  }

  private static List<Integer> finished(FutureTask<List<Integer>> last) {
    try {
      return last.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("cannot write an item", e.getCause());
    }
  }

  /// @param ends of each step in the bytes
  private void append(List<Integer> ends) {
    byte[] bytes = lastItems.toByteArray();
    for (int i = ends.size() - 1; i >= 0; i--) {
      int from = i == 0 ? 0 : ends.get(i - 1);
      json.append(bytes, from, ends.get(i) - from);
    }
  }

  /// @return where each step ends in the bytes
  private List<Integer> writeLast(JsonBytes part, Consumer<T> writer) {
    var ends = new ArrayList<Integer>();
    List<T> some;
    do {
      some = takeLast();
      some.forEach(writer);
      part.flush();
      ends.add(lastItems.size());
    } while (!some.isEmpty() && lastItems.size() < MOST_BYTES);
    return ends;
  }

  private synchronized List<T> takeFirst() {
    int from = first;
    first = Math.min(end, first + STEP);
    return values.subList(from, first);
  }

  private synchronized List<T> takeLast() {
    int to = end;
    end = Math.max(first, end - STEP);
    return values.subList(end, to);
  }
}
