package dev.assay.model;

import java.util.Comparator;
import java.util.function.Function;

/// Orders by one key after another, as what `Comparator.comparing` makes does. That one's code is
/// serializable, which the ahead-of-time cache cannot hold: each of its steps is made anew at each
/// start, in 1 to 2 ms. What every scan needs is therefore ordered by this.
public final class KeyOrder<T> implements Comparator<T> {
  private final Comparator<? super T> steps;

  private KeyOrder(Comparator<? super T> steps) {
    this.steps = steps;
  }

  /// By a key's own order.
  public static <T, K extends Comparable<? super K>> KeyOrder<T> by(
      Function<? super T, ? extends K> key) {
    return new KeyOrder<>((a, b) -> key.apply(a).compareTo(key.apply(b)));
  }

  /// By a key, in an order of it.
  public static <T, K> KeyOrder<T> by(
      Function<? super T, ? extends K> key, Comparator<? super K> order) {
    return new KeyOrder<>((a, b) -> order.compare(key.apply(a), key.apply(b)));
  }

  @Override
  public int compare(T a, T b) {
    return steps.compare(a, b);
  }

  @Override
  public KeyOrder<T> thenComparing(Comparator<? super T> next) {
    return new KeyOrder<>((a, b) -> {
      int order = compare(a, b);
      return order != 0 ? order : next.compare(a, b);
    });
  }

  @Override
  public <K extends Comparable<? super K>> KeyOrder<T> thenComparing(
      Function<? super T, ? extends K> key) {
    return thenComparing(by(key));
  }

  @Override
  public <K> KeyOrder<T> thenComparing(
      Function<? super T, ? extends K> key, Comparator<? super K> order) {
    return thenComparing(by(key, order));
  }
}
